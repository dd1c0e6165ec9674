import { recordAudit } from '../../../access/audit-store.ts';
import { localViewer } from '../../../core/viewer.ts';
import {
  confirmRelation,
  listRelationsToConfirm,
  rejectRelation,
  type RelationToConfirm,
} from '../../../ingest/relations/relation-store.ts';
import * as words from '../../../prompts/documents.ts';
import type { Choice, Outcome, TurnContext } from '../../types.ts';
import { id, say, text } from './document-dialogue.ts';

const mostRelations = 5;

/** Relations that change what holds and wait for an admin's word, a few at a time. */
export async function relationsToConfirm(context: TurnContext): Promise<Outcome> {
  const waiting = await listRelationsToConfirm(context.db, context.viewer);
  if (waiting.length === 0) return say(words.noRelationsToConfirm);
  const shown = waiting.slice(0, mostRelations);
  return {
    blocks: [
      text(
        [
          words.relationsWaiting(shown.length, waiting.length),
          ...shown.map((relation, index) =>
            [
              `**${index + 1}.** ${sourceOf(relation)}: ${textOf(relation)}`,
              words.sentenceLine(relation.sentence),
              ...(relation.targets.length > 0
                ? relation.targets.map((target) =>
                    words.targetKept(
                      words.shortLabel(target.symbol, target.title, target.issuedOn),
                      relation.effectiveOn,
                    ),
                  )
                : [words.relationEffects.none]),
            ].join('\n'),
          ),
        ].join('\n\n'),
      ),
      {
        type: 'choices',
        id: 'document-relations',
        isOnce: false,
        options: [
          ...shown.flatMap((relation, index): Choice[] => [
            { label: words.relationConfirm.yes(index + 1), action: `${id}:confirm:${relation.id}` },
            { label: words.relationConfirm.no(index + 1), action: `${id}:reject:${relation.id}` },
          ]),
          ...(shown.length > 1
            ? [
                {
                  label: words.relationConfirm.allYes(shown.length),
                  action: `${id}:confirm:${shown.map((relation) => relation.id).join(',')}`,
                },
              ]
            : []),
        ],
      },
    ],
  };
}

const sourceOf = ({ source }: RelationToConfirm): string =>
  words.shortLabel(source.symbol, source.title, source.issuedOn);

const textOf = (relation: RelationToConfirm): string =>
  words.relationText({
    kind: relation.kind,
    symbol: relation.targetSymbol || (relation.targetTitle ?? ''),
    date: relation.targetIssuedOn,
    parts: relation.targetParts,
  });

/** An admin's word on relations: that they were read rightly, or not. Then those that still wait. */
export async function decideRelations(
  context: TurnContext,
  ids: readonly string[],
  isRight: boolean,
): Promise<Outcome> {
  const waiting = await listRelationsToConfirm(context.db, context.viewer);
  const chosen = waiting.filter((relation) => ids.includes(relation.id));
  const [first] = chosen;
  if (!first) return say(words.relationConfirm.gone);
  const by = context.account.id === localViewer.accountId ? null : context.account.id;
  const { confirmed, rejected, confirmedMany } = words.relationConfirm;
  const lead = isRight
    ? chosen.length > 1
      ? confirmedMany(chosen.length)
      : confirmed(textOf(first))
    : rejected(textOf(first));
  return {
    blocks: [],
    write: async (t) => {
      for (const relation of chosen) {
        const decide = isRight ? confirmRelation : rejectRelation;
        if (!(await decide(t, relation.id, by, context.now))) continue;
        await recordAudit(t, {
          at: context.now.toISOString(),
          accountId: context.account.id,
          action: isRight ? 'relation.confirm' : 'relation.reject',
          entity: 'document',
          entityId: relation.source.id,
          details: { kind: relation.kind },
        });
      }
      const left = waiting.length - chosen.length;
      return [
        text(lead),
        ...(left > 0
          ? [
              {
                type: 'choices' as const,
                id: 'document-relations-left',
                isOnce: false,
                options: [{ label: words.relationsButton(left), action: `${id}:relations` }],
              },
            ]
          : []),
      ];
    },
  };
}
