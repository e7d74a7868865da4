/** Applies an edit, a delete or a reaction to a message. Messages are immutable. */
import type { DurableEvent, DurableEventOf } from "../../protocol/events/durable.ts";
import type { Message, ReactionSummary } from "../../protocol/events/message.ts";
import { exhaustive } from "../../text/exhaustive.ts";

/** An event about an earlier message. */
export type Amendment = Extract<DurableEvent, { readonly target: number }>;

/** The names that a message carries per emoji (SPEC REACT-2). */
const MAX_NAMES = 10;

/** True for an event that changes an earlier message. */
export function isAmendment(event: DurableEvent): event is Amendment {
  return "target" in event;
}

/** `message` after `event`, as member `self` sees it. */
export function amend(message: Message, event: Amendment, self: string | undefined): Message {
  switch (event.type) {
    case "edit":
      // A replayed edit of a message that was deleted since has no text (SPEC EDIT-2): its delete follows.
      if (message.deleted === true || event.text === "") return message;
      return withText(message, event);
    case "delete":
      return { ...message, text: "", deleted: true, reactions: [] };
    case "reaction":
      return { ...message, reactions: applyReaction(message.reactions ?? [], event, self) };
    default:
      return exhaustive(event);
  }
}

function withText(message: Message, { text, mentions, at }: DurableEventOf<"edit">): Message {
  const edited: Message = { ...message, text, editedAt: at };
  delete edited.mentions;
  return mentions === undefined ? edited : { ...edited, mentions };
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
