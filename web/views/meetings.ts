import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { meetingBlocks } from '../../bot/features/meetings/meeting-blocks.ts';
import { preparePaper, readExtras } from '../../bot/features/meetings/papers-make.ts';
import { findTasks } from '../../meetings/follow-up/task-store.ts';
import { meetingKinds, meetingStatuses, type Meeting } from '../../meetings/meeting.ts';
import { paperKinds, type PaperKind } from '../../meetings/papers/paper-kinds.ts';
import { getPaper } from '../../meetings/papers/paper-store.ts';
import {
  countMeetings,
  getMeeting,
  listMeetings,
  type MeetingFilter,
  type MeetingSummary,
} from '../../meetings/record/meeting-store.ts';
import { kindLabel, statusNames } from '../../prompts/meetings.ts';
import { pdfAbsent, pdfFailed } from '../../prompts/papers-chat.ts';
import { fileName, paperNames } from '../../prompts/papers.ts';
import * as words from '../../prompts/web-views.ts';
import { daysInMonth, formatDate } from '../../text/calendar.ts';
import { messagePage, type Markup } from '../pages.ts';
import type { WebEnv } from '../session.ts';
import { renderBlocks } from './blocks.ts';
import { sendFile } from './files.ts';
import { dataTable, filterForm, pageLength, pageOf, pager, selectField, viewPage } from './page.ts';
import { askedPage, idOf, numberOf, oneOf } from './parameters.ts';
import { taskTable } from './task-parts.ts';
import { unitChoice, unitField } from './units.ts';
import { contextOf, notFoundPage, todayOf, viewOf, type ViewDeps } from './view.ts';

const view = viewOf('meetings');
const text = words.meetings;
const listed = meetingStatuses.filter((status) => status !== 'planned');

/** `GET /hop`: logged meetings; `GET /hop/:id`: one with its tasks and papers; `GET /hop/:id/:kind.docx|pdf`: a paper. */
export function meetingViews(deps: ViewDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  app.get('/', async (c) => {
    const { viewer } = c.var.person;
    const today = todayOf(deps);
    const choice = await unitChoice(deps.db, viewer, c.req.query('donvi'));
    const year = numberOf(c.req.query('nam'), 1976, 2099) ?? Number(today.slice(0, 4));
    const month = numberOf(c.req.query('thang'), 1, 12);
    const status = oneOf(c.req.query('bienban'), listed);
    const kind = oneOf(c.req.query('loai'), meetingKinds);
    const filter: MeetingFilter = {
      ...spanOf(year, month),
      ...(choice.unitIds ? { unitIds: choice.unitIds } : {}),
      ...(status === null ? {} : { statuses: [status] }),
      ...(kind === null ? {} : { kinds: [kind] }),
    };
    const part = pageOf(askedPage(c), await countMeetings(deps.db, viewer, filter));
    const meetings = await listMeetings(deps.db, viewer, { ...filter, limit: pageLength, offset: part.from });
    const parameters = { donvi: choice.unit?.id, nam: year, thang: month, bienban: status, loai: kind };
    const months = Array.from({ length: 12 }, (_, i) => ({
      value: String(i + 1),
      label: text.monthOf(i + 1),
    }));
    return c.html(
      viewPage(
        c,
        view,
        html`${filterForm(
            view.path,
            [
              unitField(choice),
              selectField('nam', words.frame.year, yearsAround(year, today), String(year)),
              selectField('thang', words.frame.month, months, String(month ?? ''), words.frame.all),
              selectField('loai', text.kind, optionsOf(meetingKinds, kindLabel), kind ?? '', words.frame.all),
              selectField(
                'bienban',
                text.status,
                optionsOf(listed, (one) => statusNames[one] ?? one),
                status ?? '',
                words.frame.all,
              ),
            ],
            choice.unit !== null || month !== null || status !== null || kind !== null,
          )}
          <p class="actions">
            <a class="button" href="/lich?nam=${year}${choice.unit ? `&donvi=${choice.unit.id}` : ''}"
              >${text.calendar}</a
            >
          </p>
          ${
            meetings.length === 0
              ? html`<p>${text.none}</p>`
              : html`${meetingTable(meetings)} ${pager(view.path, parameters, part)}`
          }`,
      ),
    );
  });

  app.get('/:id', async (c) => {
    const meeting = await meetingOf(deps, c);
    if (!meeting) return notFoundPage(c);
    const { viewer } = c.var.person;
    const { tasks } = await findTasks(deps.db, viewer, {
      state: 'all',
      today: todayOf(deps),
      meetingId: meeting.id,
      limit: 200,
    });
    const issued = await Promise.all(
      paperKinds.map((kind) => getPaper(deps.db, viewer, { meetingId: meeting.id }, kind)),
    );
    const others = issued.flatMap((paper) => (paper && paper.kind !== 'minutes' ? [paper] : []));
    const path = `${view.path}/${meeting.id}`;
    return c.html(
      viewPage(
        c,
        view,
        html`<p class="state ${stateClass(meeting.status)}">
            ${text.statusLine(statusNames[meeting.status] ?? meeting.status, meeting.revision)}
          </p>
          <p class="actions">
            <a class="button" href="${path}/minutes.docx" download>${text.minutesDocx}</a>
            <a class="button" href="${path}/minutes.pdf" download>${text.minutesPdf}</a>
            <a class="button" href="${view.path}">${words.frame.backToList}</a>
          </p>
          ${meeting.status === 'draft' ? html`<p class="quiet">${text.draftHint}</p>` : ''}
          <div class="card-of">${renderBlocks(meetingBlocks({ ...meeting, tasks: [] }))}</div>
          ${
            tasks.length === 0
              ? ''
              : html`<h2>${text.tasksTitle}</h2>
                  ${taskTable(tasks, todayOf(deps))}`
          }
          ${
            others.length === 0
              ? ''
              : html`<h2>${text.issued}</h2>
                  <ul>
                    ${others.map(
                      ({ kind, symbol, issuedOn }) =>
                        html`<li>
                          <a href="${path}/${kind}.docx" download
                            >${paperNames[kind] ?? kind} ${symbol} (${formatDate(issuedOn)})</a
                          >
                        </li>`,
                    )}
                  </ul>`
          }`,
        text.title(meeting.title || kindLabel(meeting.kind), meeting.heldOn),
      ),
    );
  });

  app.get('/:id/:paper{[a-z]+\\.(docx|pdf)}', async (c) => {
    const [name, extension] = c.req.param('paper').split('.');
    const kind = oneOf(name, paperKinds);
    const meeting = await meetingOf(deps, c);
    if (!meeting || kind === null) return notFoundPage(c);
    return paperFile(deps, c, meeting, kind, extension === 'pdf');
  });
  return app;
}

async function meetingOf(deps: ViewDeps, c: Context<WebEnv>): Promise<Meeting | null> {
  const id = idOf(c.req.param('id'));
  return id === null ? null : getMeeting(deps.db, c.var.person.viewer, id);
}

/** The locked paper, or the draft as the meeting stands; of the kinds beside minutes only what was issued. */
async function paperFile(
  deps: ViewDeps,
  c: Context<WebEnv>,
  meeting: Meeting,
  kind: PaperKind,
  isPdf: boolean,
): Promise<Response> {
  const { viewer } = c.var.person;
  const extras = await readExtras(deps.db, viewer, meeting);
  const { paper, issued } = await preparePaper(deps, contextOf(deps, c.var.person), kind, {
    type: 'meeting',
    meeting,
    extras,
  });
  if (kind !== 'minutes' && !issued) return notFoundPage(c);
  // The Word library is loaded by who needs it.
  const { writePartyDocument, docxMime } = await import('../../papers/docx/party-document.ts');
  const docx = await writePartyDocument(paper);
  const named = (extension: string): string =>
    fileName(paperNames[kind] ?? kind, meeting.unitName, meeting.heldOn, extension);
  if (!isPdf) return sendFile(c, docx, named('docx'), docxMime);
  const made = await deps.papers.pdf.fromDocx(docx, { signal: c.req.raw.signal });
  if (made.type === 'made') return sendFile(c, made.bytes, named('pdf'), 'application/pdf');
  const sentence = made.type === 'absent' ? pdfAbsent : pdfFailed;
  return c.html(messagePage(c.var.assets, text.minutesPdf, sentence), 503);
}

const meetingTable = (meetings: readonly MeetingSummary[]): Markup => {
  const { heads } = text;
  return dataTable(
    text.caption,
    [
      { head: heads.day },
      { head: heads.unit },
      { head: heads.meeting, isWide: true },
      { head: heads.attendance, isNumber: true },
      { head: heads.status },
      { head: heads.tasks, isNumber: true },
      { head: heads.papers },
    ],
    meetings.map((meeting) => [
      formatDate(meeting.heldOn),
      meeting.unitName,
      html`<a href="${view.path}/${meeting.id}"
        >${text.of(meeting.title || kindLabel(meeting.kind), meeting.topic)}</a
      >`,
      meeting.present === null ? text.notTaken : text.present(meeting.present, meeting.total),
      html`<span class="state ${stateClass(meeting.status)}"
        >${statusNames[meeting.status] ?? meeting.status}</span
      >`,
      meeting.taskCount,
      html`<a class="aside" href="${view.path}/${meeting.id}/minutes.docx" download
        >.docx<span class="hidden">
          ${text.minutesDocx}, ${meeting.unitName}, ${formatDate(meeting.heldOn)}</span
        ></a
      >`,
    ]),
  );
};

const stateClass = (status: string): string =>
  status === 'approved' ? 'good' : status === 'waiting' || status === 'draft' ? 'warn' : '';

const optionsOf = (values: readonly string[], label: (value: string) => string) =>
  values.map((value) => ({ value, label: label(value) }));

function spanOf(year: number, month: number | null): { from: string; to: string } {
  if (month === null) return { from: `${year}-01-01`, to: `${year}-12-31` };
  const two = String(month).padStart(2, '0');
  return { from: `${year}-${two}-01`, to: `${year}-${two}-${daysInMonth(year, month)}` };
}

/** Ten years back and one ahead, and the one that is shown. */
function yearsAround(shown: number, today: string): { value: string; label: string }[] {
  const now = Number(today.slice(0, 4));
  const years = new Set([...Array.from({ length: 12 }, (_, i) => now + 1 - i), shown]);
  return [...years].sort((a, b) => b - a).map((year) => ({ value: String(year), label: String(year) }));
}
