import { html, nothing, type TemplateResult } from 'lit';
import { opinions as words } from '../../prompts/web-chat.ts';
import type { Opinion } from '../wire.ts';
import { request } from './api.ts';

/* What the person thinks of an answer: one press, and words of their own where it was not right. */

type Given = NonNullable<Opinion['given']>;

/** As far as it has changed on this page. */
interface Said {
  given: Opinion['given'];
  hasRemark: boolean;
  problem: string | null;
}

export interface Opinions {
  view(opinion: Opinion): TemplateResult;
  /** Changes with all that the view of this answer shows. */
  stateOf(answerId: string): string;
}

const verdicts = ['right', 'wrong', 'incomplete'] as const;

export function createOpinions(update: () => void): Opinions {
  const said = new Map<string, Said>();

  async function send(
    answerId: string,
    body: object,
    then: Omit<Said, 'problem'>,
    before: Said,
  ): Promise<void> {
    const answer = await request('/api/opinions', 'POST', { answerId, ...body });
    said.set(
      answerId,
      answer.ok ? { ...then, problem: null } : { ...before, problem: answer.problem ?? words.failed },
    );
    update();
  }

  function view(opinion: Opinion): TemplateResult {
    const { answerId } = opinion;
    const now: Said = said.get(answerId) ?? {
      given: opinion.given,
      hasRemark: opinion.hasRemark,
      problem: null,
    };
    const give = (given: Given): void =>
      void send(answerId, { verdict: given }, { given, hasRemark: false }, now);
    const status = now.problem ?? (now.hasRemark ? words.remarkKept : now.given ? words.thanks : null);
    const box = `gop-y-${answerId}`;
    return html`<div class="opinion" role="group" aria-label=${words.label}>
      ${verdicts.map(
        (verdict) =>
          html`<button
            type="button"
            class="tool"
            aria-pressed=${now.given === verdict ? 'true' : 'false'}
            @click=${() => now.given !== verdict && give(verdict)}
          >
            ${words.verdicts[verdict]}
          </button>`,
      )}
      <span role="status" class=${now.problem ? 'problem' : 'quiet'}>${status ?? nothing}</span>
      ${
        now.given !== null && now.given !== 'right' && !now.hasRemark
          ? html`<form
              @submit=${(event: Event) => {
                event.preventDefault();
                const text = (event.currentTarget as HTMLFormElement).querySelector('input')?.value.trim();
                if (text) void send(answerId, { remark: text }, { given: now.given, hasRemark: true }, now);
              }}
            >
              <label for=${box}>${words.remark}</label>
              <input id=${box} maxlength="500" autocomplete="off" required />
              <button type="submit">${words.sendRemark}</button>
            </form>`
          : nothing
      }
    </div>`;
  }

  return { view, stateOf: (answerId) => JSON.stringify(said.get(answerId) ?? null) };
}
