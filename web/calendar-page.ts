import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { html } from 'hono/html';
import { may } from '../access/permissions.ts';
import { dateIn, type Clock, type DateOnly } from '../core/clock.ts';
import type { Role, Viewer } from '../core/viewer.ts';
import { holidayNames } from '../prompts/calendar.ts';
import * as words from '../prompts/calendar-page.ts';
import { weekdayOf } from '../text/calendar.ts';
import type { AssetPaths } from './assets.ts';
import { layout, messagePage, type Markup } from './pages.ts';
import type { WebEnv } from './session.ts';
import { viewBar } from './views/page.ts';
import { viewOf } from './views/view.ts';

/** One meeting as the page shows it. */
interface PageMeeting {
  day: DateOnly;
  unitName: string;
  kind: string;
  topic: string;
  startsAt: string | null;
  endsAt: string | null;
  place: string;
  state: keyof typeof words.states;
  /** Of the meeting that was logged; absent: there is nothing to open. */
  meetingId?: string;
}

/** Who has met of those who have to. */
interface PageCadence {
  requirement: string;
  asked: number;
  missing: readonly { unitName: string; state: string }[];
  when: 'past' | 'current' | 'future';
}

interface PageMonth {
  month: number;
  days: readonly { day: DateOnly; isOff: boolean; holiday: string | { name: string } | null }[];
  meetings: readonly PageMeeting[];
  regular: PageCadence | null;
  thematic: PageCadence | null;
}

/** A year of one unit with those below it, or of all that the viewer sees, and the units to choose from. */
export interface PageYear {
  year: number;
  today: DateOnly;
  months: readonly PageMonth[];
  units: readonly { id: string; name: string }[];
  unitId: string | null;
}

/** How the page gets at the meetings; absent in an office that has none. */
export interface CalendarDeps {
  clock: Clock;
  /** Only what the viewer may see; a unit that they may not see counts as none. */
  loadYear?(viewer: Viewer, of: { year: number; unitId: string | null; today: DateOnly }): Promise<PageYear>;
}

/** Meetings of a month that are written out, and names of units that have not met. */
const mostMeetings = 40;
const mostNames = 12;

/** `GET /lich?nam=&donvi=`: a year of meetings, for secretaries and above. Works without JavaScript. */
export function calendarRoutes(deps: CalendarDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();
  app.use(compress());
  app.get('/', async (c) => {
    const { viewer } = c.var.person;
    if (!deps.loadYear || !may(viewer.role, 'meetings.read'))
      return c.html(messagePage(c.var.assets, words.notAllowedTitle, words.notAllowed), 403);
    const today = dateIn(deps.clock.now());
    const asked = Number(c.req.query('nam') ?? NaN);
    const year =
      Number.isInteger(asked) && asked >= 1976 && asked <= 2099 ? asked : Number(today.slice(0, 4));
    const wanted = c.req.query('donvi') ?? '';
    const unitId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(wanted) ? wanted : null;
    return c.html(yearPage(c.var.assets, viewer.role, await deps.loadYear(viewer, { year, unitId, today })));
  });
  return app;
}

function yearPage(assets: AssetPaths, role: Role, calendar: PageYear): Markup {
  const { year, unitId, units, today } = calendar;
  const name = units.find((unit) => unit.id === unitId)?.name;
  const path = (to: number): string => `/lich?nam=${to}${unitId === null ? '' : `&donvi=${unitId}`}`;
  const isThisYear = today.startsWith(String(year));
  const current = isThisYear ? Number(today.slice(5, 7)) : null;
  return layout(
    assets,
    { title: words.title(year), script: 'reader' },
    html`${viewBar(role, viewOf('calendar'))}
      <main class="year" id="noi-dung" tabindex="-1">
        <h1>${words.title(year)}${name === undefined ? '' : `, ${name}`}</h1>
        <div class="year-tools">
          <nav aria-label="${words.title(year)}">
            <a class="button" href="${path(year - 1)}">${words.previous(year - 1)}</a>
            <a class="button" href="${path(year + 1)}">${words.next(year + 1)}</a>
          </nav>
          ${units.length > 1 ? unitForm(calendar) : ''}
        </div>
        ${legend()}
        <nav class="year-months" aria-label="${words.months}">
          ${calendar.months.map(
            ({ month }) =>
              html`<a href="#thang-${month}" ${month === current ? html`aria-current="true"` : ''}
                >${words.month(month)}</a
              >`,
          )}
        </nav>
        <div class="year-grid">${calendar.months.map((month) => monthView(month, calendar))}</div>
        <p class="quiet year-print">${words.print}</p>
      </main>`,
  );
}

const unitForm = ({ year, units, unitId }: PageYear): Markup =>
  html`<form method="get" action="/lich">
    <input type="hidden" name="nam" value="${year}" />
    <label for="donvi">${words.unitLabel}</label>
    <select id="donvi" name="donvi">
      <option value="">${words.allUnits}</option>
      ${units.map(
        (unit) =>
          html`<option value="${unit.id}" ${unit.id === unitId ? html`selected` : ''}>${unit.name}</option>`,
      )}
    </select>
    <button type="submit">${words.show}</button>
  </form>`;

const mark = (state: keyof typeof words.states): Markup =>
  html`<span class="state-mark state-${state}" aria-hidden="true">${words.states[state].mark}</span>`;

const legend = (): Markup =>
  html`<p class="year-legend">
    <strong>${words.legend}:</strong>
    ${(Object.keys(words.states) as (keyof typeof words.states)[]).map(
      (state) => html`<span>${mark(state)} ${words.states[state].name}</span> `,
    )}
  </p>`;

function monthView(month: PageMonth, { year, today }: PageYear): Markup {
  const of = new Map<DateOnly, PageMeeting[]>();
  for (const meeting of month.meetings) of.set(meeting.day, [...(of.get(meeting.day) ?? []), meeting]);
  const lead = weekdayOf(month.days[0]?.day ?? today) - 1;
  const cells: Markup[] = Array.from({ length: lead }, () => html`<td class="outside"></td>`);
  for (const day of month.days) cells.push(dayCell(day, of.get(day.day) ?? [], today));
  while (cells.length % 7 !== 0) cells.push(html`<td class="outside"></td>`);
  const weeks = Array.from({ length: cells.length / 7 }, (_, i) => cells.slice(i * 7, i * 7 + 7));
  const heading = `thang-${month.month}`;
  return html`<section class="month" aria-labelledby="${heading}">
    <h2 id="${heading}" tabindex="-1">${words.month(month.month)}</h2>
    <table>
      <caption class="hidden">
        ${words.monthOf(month.month, year)}
      </caption>
      <thead>
        <tr>
          ${words.weekdays.map(([short, long]) => html`<th scope="col" abbr="${long}">${short}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${weeks.map(
          (week) =>
            html`<tr>
              ${week}
            </tr>`,
        )}
      </tbody>
    </table>
    ${cadenceLine(month.regular, null)}
    ${cadenceLine(month.thematic, month.month % 3 === 0 ? month.month / 3 : null)}
    ${meetingList(month.meetings)}
  </section>`;
}

function dayCell(
  { day, isOff, holiday }: PageMonth['days'][number],
  meetings: readonly PageMeeting[],
  today: DateOnly,
): Markup {
  const number = Number(day.slice(8));
  const name =
    holiday === null ? null : typeof holiday === 'string' ? (holidayNames[holiday] ?? '') : holiday.name;
  const notes = [
    ...(day === today ? [words.today] : []),
    // Every weekend is off; only a day with a name is worth hearing.
    ...(isOff && name !== null ? [words.dayOff(name)] : []),
    ...(meetings.length > 0 ? [words.count(meetings.length)] : []),
  ];
  const states = [...new Set(meetings.map(({ state }) => state))];
  const shown = html`<span class="number">${number}</span>${states.map(mark)}${
      meetings.length > 1 ? html`<span class="how-many" aria-hidden="true">${meetings.length}</span>` : ''
    }${notes.length > 0 ? html`<span class="hidden">, ${notes.join(', ')}</span>` : ''}`;
  const classes = [isOff ? 'off' : '', name === null ? '' : 'holiday', meetings.length > 0 ? 'busy' : '']
    .filter(Boolean)
    .join(' ');
  return html`<td
    class="${classes}"
    ${day === today ? html`aria-current="date"` : ''}
    ${isOff && name !== null ? html`title="${name}"` : ''}
  >
    ${meetings.length > 0 ? html`<a href="#ngay-${day}">${shown}</a>` : shown}
  </td>`;
}

/** In words and a mark, not in colour alone. A period that has not begun has nothing to say. */
function cadenceLine(cadence: PageCadence | null, quarter: number | null): Markup | '' {
  if (!cadence || cadence.when === 'future') return '';
  const { requirement, asked, missing, when } = cadence;
  const head = quarter === null ? '' : html`<strong>${words.quarter(quarter)}.</strong> `;
  if (missing.length === 0)
    return html`<p class="cadence met">${head}${words.allMet(requirement, asked)}</p>`;
  const met = asked - missing.length;
  const lead =
    when === 'past'
      ? words.someMissing(requirement, met, asked)
      : quarter === null
        ? words.notYet(requirement, met, asked)
        : words.notYetQuarter(requirement, met, asked);
  const names = missing
    .slice(0, mostNames)
    .map(({ unitName, state }) => unitName + (state === 'thematic-only' ? words.thematicOnly : ''))
    .join(', ');
  const rest = missing.length > mostNames ? words.andMore(missing.length - mostNames) : '';
  return html`<p class="cadence ${when === 'past' ? 'missing' : 'open'}">${head}${lead}${names}${rest}.</p>`;
}

function meetingList(meetings: readonly PageMeeting[]): Markup {
  if (meetings.length === 0) return html`<p class="quiet">${words.noMeetings}</p>`;
  const shown = meetings.slice(0, mostMeetings);
  const seen = new Set<DateOnly>();
  return html`<ul class="meetings">
      ${shown.map((meeting) => {
        // A day of the grid leads to its first meeting.
        const anchor = seen.has(meeting.day) ? '' : html`id="ngay-${meeting.day}" tabindex="-1"`;
        seen.add(meeting.day);
        return html`<li class="${meeting.state}" ${anchor}>
          ${mark(meeting.state)}<span
            ><b>${words.dayMonth(meeting.day)}</b>
            <span class="state-name">(${words.states[meeting.state].name})</span>
            ${meeting.meetingId === undefined ? words.meeting(meeting) : html`<a href="${viewOf('meetings').path}/${meeting.meetingId}">${words.meeting(meeting)}</a>`}</span
          >
        </li>`;
      })}
    </ul>
    ${meetings.length > mostMeetings ? html`<p class="quiet">${words.more(meetings.length - mostMeetings)}</p>` : ''}`;
}
