/** Applies an edit, a delete, a restore or a reaction to a message. Messages are immutable. */
import type { DurableEvent, DurableEventOf } from "../protocol/events/durable.ts";
import type { Message, ReactionSummary } from "../protocol/events/message.ts";
import { exhaustive } from "../text/exhaustive.ts";

/** An event about an earlier message. */
export type Amendment = Extract<DurableEvent, { readonly target: number }>;

/** The names that a message carries per emoji (SPEC REACT-2). */
const MAX_NAMES = 10;

/** True for an event that changes an earlier message. */
export function isAmendment(event: DurableEvent): event is Amendment {
  return "target" in event;
}

/** `message` after a later event of the log, of any type, as member `self` sees it. */
export function messageAfter(message: Message, event: DurableEvent, self: string | undefined): Message {
  if (isAmendment(event)) return message.seq === event.target ? amend(message, event, self) : message;
  return isHiddenBy(message, event) ? withoutContent(message, true) : message;
}

/** True if the event hides all that the message's author had written (SPEC MOD-4). */
export function isHiddenBy({ from, seq }: Pick<Message, "from" | "seq">, event: DurableEvent): boolean {
  return (
    event.type === "moderation" && event.act === "hide" && event.member.id === from.id && seq < event.seq
  );
}

/** `message` after `event`, as member `self` sees it. */
export function amend(message: Message, event: Amendment, self: string | undefined): Message {
  switch (event.type) {
    case "edit":
      // A replayed edit of a message that was deleted since has no text (SPEC EDIT-2): its delete follows.
      if (message.deleted === true || event.text === "") return message;
      return withText(message, event);
    case "delete":
      return withoutContent(message, event.author !== undefined);
    case "restore":
      // A replayed one of a message that was deleted again since has no text (SPEC DEL-5): that delete follows.
      return event.text === "" ? message : withContent(message, event);
    case "reaction":
      return { ...message, reactions: applyReaction(message.reactions ?? [], event, self) };
    default:
      return exhaustive(event);
  }
}

/** `message` as deleted: by its author, or (`removed`) by a moderator. */
function withoutContent(message: Message, removed: boolean): Message {
  return { ...message, text: "", deleted: true, ...(removed ? { removed } : {}), reactions: [] };
}

function withText(message: Message, { text, mentions, at }: DurableEventOf<"edit">): Message {
  const edited: Message = { ...message, text, editedAt: at };
  delete edited.mentions;
  return mentions === undefined ? edited : { ...edited, mentions };
}

function withContent(
  message: Message,
  { text, mentions, editedAt, reactions = [] }: DurableEventOf<"restore">,
): Message {
  const { deleted: _deleted, removed: _removed, mentions: _mentions, ...rest } = message;
  return {
    ...rest,
    text,
    ...(mentions === undefined ? {} : { mentions }),
    ...(editedAt === undefined ? {} : { editedAt }),
    reactions,
  };
}

/** `reactions` after one more that `self` sees. */
export function applyReaction(
  reactions: readonly ReactionSummary[],
  { emoji, on, count, from }: Pick<DurableEventOf<"reaction">, "emoji" | "on" | "count" | "from">,
  self: string | undefined,
): ReactionSummary[] {
  const before = reactions.find((reaction) => reaction.emoji === emoji);
  const others = (before?.names ?? []).filter((name) => name !== from.name);
  const mine = from.id === self ? on : before?.mine === true;
  const after: ReactionSummary = {
    emoji,
    count,
    names: on ? [...others, from.name].slice(0, MAX_NAMES) : others,
    ...(mine ? { mine: true } : {}),
  };
  const updated =
    before === undefined ? [...reactions, after] : reactions.map((one) => (one === before ? after : one));
  return updated.filter((reaction) => reaction.count > 0);
}
