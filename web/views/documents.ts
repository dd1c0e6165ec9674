import { Hono } from 'hono';
import { html } from 'hono/html';
import { documentCard } from '../../bot/features/documents/document-card.ts';
import { statusLine } from '../../prompts/status.ts';
import * as words from '../../prompts/web-views.ts';
import { loadSaidChanges } from '../../rag/validity/relations-store.ts';
import type { DocumentRelation, DocumentStatus, DocumentSummary } from '../../rag/types.ts';
import type { Markup } from '../pages.ts';
import type { WebEnv } from '../session.ts';
import { renderBlocks } from './blocks.ts';
import {
  filterLedger,
  ledgerOrders,
  ledgerStateOf,
  ledgerStates,
  sortLedger,
  type LedgerOrder,
} from './documents-filter.ts';
import { dataTable, filterForm, inputField, linkTo, pageOf, pager, selectField, viewPage } from './page.ts';
import { askedPage, idOf, lineOf, numberOf, oneOf } from './parameters.ts';
import { contextOf, notFoundPage, todayOf, viewOf, type ViewDeps } from './view.ts';

const view = viewOf('documents');
const text = words.documents;

/** `GET /van-ban`: the ledger of kept documents; `GET /van-ban/:id`: everything about one. */
export function documentViews(deps: ViewDeps): Hono<WebEnv> {
  const app = new Hono<WebEnv>();

  app.get('/', async (c) => {
    const { viewer } = c.var.person;
    const today = todayOf(deps);
    const documents = await deps.documents(viewer);
    const filter = {
      words: lineOf(c.req.query('chu')),
      type: lineOf(c.req.query('loai')),
      issuer: lineOf(c.req.query('coquan')),
      year: numberOf(c.req.query('nam'), 1900, 2100),
    };
    const state = oneOf(c.req.query('hieuluc'), ledgerStates);
    const order = oneOf(c.req.query('sapxep'), ledgerOrders) ?? '-ngay';
    let kept = filterLedger(documents, filter);
    if (state !== null) {
      const statuses = await deps.statuses(viewer, idsOf(kept), today);
      kept = kept.filter(({ id }) => ledgerStateOf(statuses.get(id) ?? { state: 'unclear' }) === state);
    }
    const part = pageOf(askedPage(c), kept.length);
    const shown = sortLedger(kept, order).slice(part.from, part.to);
    const statuses = await deps.statuses(viewer, idsOf(shown), today);
    const said = await loadSaidChanges(deps.db, viewer, idsOf(shown));
    const parameters = {
      chu: filter.words,
      loai: filter.type,
      coquan: filter.issuer,
      nam: filter.year,
      hieuluc: state,
      sapxep: order === '-ngay' ? null : order,
    };
    const sortBy = (head: string, up: LedgerOrder, down: LedgerOrder, first = up) => ({
      head,
      sort: {
        href: linkTo(view.path, {
          ...parameters,
          sapxep: order === first ? (first === up ? down : up) : first,
        }),
        state: order === up ? ('ascending' as const) : order === down ? ('descending' as const) : null,
      },
    });
    const columns = [
      sortBy(text.heads.symbol, 'so', '-so'),
      sortBy(text.heads.date, 'ngay', '-ngay', '-ngay'),
      { ...sortBy(text.heads.title, 'ten', '-ten'), isWide: true },
      sortBy(text.heads.issuer, 'coquan', '-coquan'),
      { head: text.heads.status },
    ];
    const isNarrowed = Object.values({ ...parameters, sapxep: null }).some(
      (value) => value !== null && value !== '',
    );
    return c.html(
      viewPage(
        c,
        view,
        html`${ledgerForm(documents, parameters, isNarrowed)}
        ${
          shown.length === 0
            ? html`<p>${documents.length === 0 ? text.empty : text.none}</p>`
            : html`${dataTable(
                text.caption,
                columns,
                shown.map((document) => [
                  nameOf(document),
                  text.dateOf(document.issuedOn),
                  titleOf(document),
                  document.issuer ?? '',
                  html`${statusOf(statuses.get(document.id))}
                  ${saidOf(
                    said.filter(({ source }) => source.id === document.id),
                    documents,
                  )}`,
                ]),
              )}
              ${pager(view.path, parameters, part)}`
        }`,
      ),
    );
  });

  app.get('/:id', async (c) => {
    const id = idOf(c.req.param('id'));
    const documents = await deps.documents(c.var.person.viewer);
    const document = documents.find((one) => one.id === id);
    if (!document) return notFoundPage(c);
    const { blocks } = await documentCard(contextOf(deps, c.var.person), document.id);
    const said = await loadSaidChanges(deps.db, c.var.person.viewer, [document.id]);
    const statuses = await deps.statuses(c.var.person.viewer, [document.id], todayOf(deps));
    const status = statuses.get(document.id);
    return c.html(
      viewPage(
        c,
        view,
        html`<p class="actions">
            <a class="button" href="/nguon/${document.id}">${text.openText}</a>
            <a class="button" href="${view.path}">${words.frame.backToList}</a>
          </p>
          ${statusOf(status)} ${saidOf(said, documents)}
          <div class="card-of">${renderBlocks(blocks.filter(({ type }) => type !== 'link'))}</div>`,
        document.symbol ?? document.title,
      ),
    );
  });
  return app;
}

const idsOf = (documents: readonly DocumentSummary[]): string[] => documents.map(({ id }) => id);

function ledgerForm(
  documents: readonly DocumentSummary[],
  chosen: { chu: string; loai: string; coquan: string; nam: number | null; hieuluc: string | null },
  isNarrowed: boolean,
): Markup {
  const named = (names: readonly (string | null)[]) =>
    [...new Set(names.filter((name) => name !== null && name !== ''))]
      .sort((a, b) => (a ?? '').localeCompare(b ?? '', 'vi'))
      .map((name) => ({ value: name ?? '', label: name ?? '' }));
  const years = named(documents.map(({ issuedOn }) => issuedOn?.slice(0, 4) ?? null)).reverse();
  const states = ledgerStates.map((value) => ({ value, label: text.states[value] }));
  return filterForm(
    view.path,
    [
      inputField('chu', text.words, chosen.chu),
      selectField(
        'loai',
        text.type,
        named(documents.map(({ typeName }) => typeName)),
        chosen.loai,
        words.frame.all,
      ),
      selectField('nam', words.frame.year, years, String(chosen.nam ?? ''), words.frame.all),
      selectField(
        'coquan',
        text.issuer,
        named(documents.map(({ issuer }) => issuer)),
        chosen.coquan,
        words.frame.all,
      ),
      selectField('hieuluc', text.status, states, chosen.hieuluc ?? '', words.frame.all),
    ],
    isNarrowed,
  );
}

const nameOf = (document: DocumentSummary): Markup =>
  html`<a href="${view.path}/${document.id}">${document.symbol ?? text.noSymbol}</a>`;

const titleOf = ({ id, title, kind }: DocumentSummary): Markup =>
  html`<span>${title}</span> ${
      kind === 'news' || kind === 'draft' ? html`<span class="tag">${text[kind]}</span>` : ''
    } <a class="aside" href="/nguon/${id}">${text.openText}</a>`;

/** In words as everywhere, with what it is now about a step away. */
function statusOf(status: DocumentStatus = { state: 'unclear' }): Markup {
  const isCurrent = status.state === 'in-force';
  const others = sourcesOf(status);
  return html`<p class="state ${isCurrent ? 'good' : status.state === 'unclear' ? '' : 'warn'}">
      ${statusLine(status) ?? text.unclear}
    </p>
    ${others.map(
      ({ documentId, symbol, title }) =>
        html`<a class="aside" href="${view.path}/${documentId}">→ ${symbol ?? title}</a> `,
    )}`;
}

function sourcesOf(status: DocumentStatus): { documentId: string; symbol: string | null; title: string }[] {
  const all =
    status.state === 'replaced'
      ? [status.by, status.now ?? null]
      : status.state === 'suspended'
        ? [status.by]
        : status.state === 'in-force'
          ? (status.changes ?? []).map(({ by }) => by)
          : [];
  const found = new Map(all.flatMap((one) => (one ? [[one.documentId, one] as const] : [])));
  return [...found.values()];
}

/** What a document does to others, each a link where the store holds exactly one that it can mean. */
function saidOf(said: readonly DocumentRelation[], documents: readonly DocumentSummary[]): Markup[] {
  return said.map((relation) => {
    const name = relation.targetSymbol || (relation.targetTitle ?? '');
    const meant = documents.filter(
      ({ symbolKey, issuedOn }) =>
        relation.targetSymbolKey !== '' &&
        symbolKey === relation.targetSymbolKey &&
        (relation.targetIssuedOn === null || issuedOn === relation.targetIssuedOn),
    );
    const [target, ...others] = meant;
    const parts = relation.targetParts.length > 0 ? `: ${relation.targetParts.join(', ')}` : '';
    const shown =
      target && others.length === 0 ? html`<a href="${view.path}/${target.id}">${name}</a>` : name;
    return html`<p class="said">${text.says[relation.kind as keyof typeof text.says]} ${shown}${parts}</p>`;
  });
}
