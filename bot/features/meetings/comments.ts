import { newId } from '../../../core/ids.ts';
import {
  getComment,
  insertComments,
  listComments,
  resolveComment,
} from '../../../meetings/follow-up/comment-store.ts';
import type { CommentStatus, PaperComment } from '../../../meetings/follow-up/comment-store.ts';
import { recordFollowUp } from '../../../meetings/follow-up/event-store.ts';
import { findPersonName, tellsWhoSaid } from '../../../meetings/follow-up/read-names.ts';
import { readComments } from '../../../meetings/follow-up/read-papers.ts';
import type { TypedComment } from '../../../meetings/follow-up/read-papers.ts';
import { readAdding } from '../../../meetings/follow-up/read-tasks.ts';
import { workbookMime, writeWorkbook } from '../../../papers/workbook.ts';
import * as words from '../../../prompts/meetings-outcomes.ts';
import { atMeeting, buttons, needsMeeting, notFound, notGiven } from '../../../prompts/meetings-tasks.ts';
import { formatDate } from '../../../text/dates.ts';
import { oneLine } from '../../../text/normalise.ts';
import type { Choice, Outcome, TurnContext } from '../../types.ts';
import { beginChange, byOf, followUpChange, shorten, type FollowUpChange } from './follow-up-dialogue.ts';
import { unitIdsOf } from './follow-up-place.ts';
import { choices, id, text } from './meeting-blocks.ts';
import { currentDraft, say, type MeetingPart, type MeetingsDeps } from './meeting-part.ts';
import { historyBlocks } from './tasks.ts';

/* '/tiepthu': comments on the papers of a congress, section by section, with what became of each. */

const commentAdd = followUpChange<{ meetingId: string; comments: TypedComment[] }>({
  ask: words.comments.ask,
  audit: { action: 'comment.created', entity: 'meeting' },
  async read(context, _target, line) {
    const meeting = await currentDraft(context);
    if (!meeting) return { problem: [text(needsMeeting)], isOver: true };
    const comments = readComments(line);
    if (comments.length === 0) return { problem: [text(words.comments.ask)] };
    // Official remarks of bodies, never what a person thinks.
    if (comments.some(({ body, content }) => findPersonName(body) || tellsWhoSaid(content)))
      return { problem: [text(words.comments.nameFound)] };
    return {
      change: { meetingId: meeting.id, comments },
      blocks: [
        text(`${atMeeting(meeting.unitName, meeting.heldOn)}\n${words.comments.echo(comments.length)}`),
        {
          type: 'table',
          head: [...words.comments.echoHead],
          rows: comments.map((comment) => [
            comment.section || words.comments.whole,
            comment.content,
            comment.body || notGiven,
          ]),
        },
      ],
    };
  },
  async write(t, context, _target, { meetingId, comments }) {
    const rows = comments.map((comment) => ({ ...comment, id: newId() }));
    await insertComments(t, meetingId, rows);
    for (const { id: commentId, content } of rows)
      await recordFollowUp(t, { commentId }, { kind: 'created', after: content }, byOf(context));
    return [text(words.comments.saved(rows.length))];
  },
});

const resolving = (status: Exclude<CommentStatus, 'open'>): FollowUpChange =>
  followUpChange<{ revision: number; before: string; resolution: string }>({
    ask: words.comments.askResolution(words.commentStatus(status)),
    audit: { action: 'comment.resolved', entity: 'comment' },
    async read(context, target, line) {
      const comment = await getComment(context.db, context.viewer, target);
      if (!comment) return { problem: [text(notFound)], isOver: true };
      const resolution = oneLine(line);
      if (resolution === '')
        return { problem: [text(words.comments.askResolution(words.commentStatus(status)))] };
      return {
        change: { revision: comment.revision, before: comment.status, resolution },
        blocks: [
          text(words.comments.echoResolution(comment.content, words.commentStatus(status), resolution)),
        ],
      };
    },
    async write(t, context, target, { revision, before, resolution }) {
      if (!(await getComment(t, context.viewer, target))) return null;
      const resolved = { status, resolution, resolvedOn: context.today };
      if (!(await resolveComment(t, { id: target, revision }, resolved))) return null;
      const after = words.commentStatus(status);
      await recordFollowUp(
        t,
        { commentId: target },
        { kind: 'resolved', before: words.commentStatus(before), after, note: resolution },
        byOf(context),
      );
      return [text(words.comments.savedResolution(after))];
    },
  });

/** Every change of comments, by its type. */
export const commentChanges = {
  'comment-add': commentAdd,
  'comment-accepted': resolving('accepted'),
  'comment-partly': resolving('partly'),
  'comment-explained': resolving('explained'),
};

/** The comments that a line means: of a unit, else of the newest meeting that has any. */
async function commentsOf(context: TurnContext, args: string): Promise<PaperComment[]> {
  const { ids } = await unitIdsOf(context, args.trim());
  const comments = await listComments(context.db, context.viewer, ids.length > 0 ? { unitIds: ids } : {});
  return ids.length > 0 ? comments : comments.filter((one) => one.meetingId === comments[0]?.meetingId);
}

async function commentsOutcome(context: TurnContext, args: string): Promise<Outcome> {
  const adding = readAdding(args);
  if (adding !== null) return beginChange(context, 'comment-add', commentAdd, '', adding || null);
  const comments = await commentsOf(context, args);
  if (comments.length === 0) return say(`${words.comments.none}\n${words.comments.ask}`);
  const open = comments.filter(({ status }) => status === 'open');
  return {
    blocks: [
      {
        type: 'table',
        title: words.comments.title,
        head: [...words.comments.head],
        rows: comments.map((comment) => [
          comment.section || words.comments.whole,
          comment.content,
          comment.body || notGiven,
          comment.resolution,
          words.commentStatus(comment.status),
        ]),
        note: words.comments.progress(comments.length - open.length, comments.length),
      },
      {
        type: 'choices',
        id: 'comments',
        prompt: words.comments.which,
        options: [
          ...open.slice(0, 8).map((comment): Choice => ({
            label: shorten(comment.content),
            action: `${id}:comment:${comment.id}`,
          })),
          { label: buttons.sheet, action: `${id}:comment-sheet:${args}` },
        ],
      },
    ],
  };
}

async function cardOutcome(context: TurnContext, commentId: string): Promise<Outcome> {
  const comment = await getComment(context.db, context.viewer, commentId);
  if (!comment) return say(notFound);
  const change = (label: string, type: string): Choice => ({
    label,
    action: `${id}:change-comment-${type}:${comment.id}`,
  });
  return {
    blocks: [
      text(
        `**${comment.section || words.comments.whole}** (${comment.body || notGiven})\n“${comment.content}”\n${words.comments.choose}`,
      ),
      choices('comment', [
        change(buttons.accepted, 'accepted'),
        change(buttons.partly, 'partly'),
        change(buttons.explained, 'explained'),
        { label: buttons.history, action: `${id}:comment-history:${comment.id}` },
      ]),
    ],
  };
}

async function sheetOutcome(deps: MeetingsDeps, context: TurnContext, args: string): Promise<Outcome> {
  const comments = await commentsOf(context, args);
  const [first] = comments;
  const widths = [28, 60, 28, 60, 22];
  const bytes = await writeWorkbook([
    {
      name: words.comments.sheetName,
      title: words.comments.title,
      ...(first ? { subtitle: `${first.unitName}, ${formatDate(first.heldOn)}` } : {}),
      columns: words.comments.head.map((head, i) => ({ head, width: widths[i] ?? 14 })),
      rows: comments.map((comment) => [
        comment.section || words.comments.whole,
        comment.content,
        comment.body,
        comment.resolution,
        words.commentStatus(comment.status),
      ]),
    },
  ]);
  const file = await deps.files.put(bytes, words.comments.sheetFile(context.today), workbookMime);
  return { blocks: [{ type: 'file', file }] };
}

/** Comments on congress papers. */
export const commentsPart: MeetingPart = {
  commands: [
    {
      name: 'tiepthu',
      aliases: ['bangtiepthu', 'giaitrinh'],
      permission: 'meetings.read',
      description: words.comments.help,
      run: (_deps, context, args) => commentsOutcome(context, args),
    },
  ],
  choices: {
    comment: (_deps, context, argument) => cardOutcome(context, argument),
    'comment-history': async (_deps, context, argument) =>
      (await getComment(context.db, context.viewer, argument))
        ? { blocks: await historyBlocks(context, { commentId: argument }) }
        : say(notFound),
    'comment-sheet': sheetOutcome,
  },
};
