import { failure, type Failure } from "../../protocol/errors.ts";
import type { DurableEventOf } from "../../protocol/events/durable.ts";
import type { Message } from "../../protocol/events/message.ts";
import type { Author } from "../../protocol/member.ts";
import { isAtLeast } from "../../protocol/roles.ts";
import { rankRefusal } from "../authority/ranks.ts";
import type { Context } from "../context.ts";
import type { DeletedMessage } from "../deleted-messages.ts";
import { undoFailure } from "../limit-failures.ts";
import { broadcast, refuse, refuseWith, reply, type Outcome } from "../outcome.ts";
import { authorOf } from "../session.ts";
import type { HeldEmoji } from "../store.ts";
import { findDuplicate, rememberStored } from "./dedupe.ts";
import type { CommandHandler } from "./handler.ts";

/** Each may hold twenty emoji, and every one is looked for. */
const MAX_LOOKED_UP = 200;

const HIDDEN = "The messages of this member are hidden: show them first.";

/** SPEC DEL-3 to DEL-5, MOD-8. */
export const restore: CommandHandler<"restore"> = { handle: handleRestore };

type Restore = DurableEventOf<"restore">;

function handleRestore(context: Context<"restore">): Outcome {
  const { room, command, now } = context;
  const { id, seq: target } = command;
  const duplicate = findDuplicate(context);
  if (duplicate.kind === "stored") return reply({ type: "stored", id, seq: duplicate.seq });
  const message = room.visible.storedMessage(target);
  if (message === undefined) return refuse(id, "message_not_found");
  const deleted = room.deleted.find(target, now);
  const refused = refusalOf(context, message, deleted);
  if (refused !== undefined) return refuseWith(id, refused);
  if (message.deleted !== true) return reply({ type: "stored", id, seq: target });
  if (duplicate.kind === "unknown") return refuse(id, "outcome_unknown");
  if (deleted === undefined) return refuseWith(id, undoFailure(room.limits));
  const event = append(context, message.from, deleted);
  room.deleted.forget(target);
  rememberStored(context, event.seq);
  const held = deleted.content.holders ?? heldByPresent(context, event);
  return broadcast(event, personalCopies(event, held));
}

/** What its sender deleted is for them to restore, what a moderator did for moderators. */
function refusalOf(
  { room, session }: Context<"restore">,
  { seq, from }: Message,
  deleted: DeletedMessage | undefined,
): Failure | undefined {
  if (room.authority.sanctions.hides(from.id, seq)) return failure("message_not_found", HIDDEN);
  const isModerator = isAtLeast(session.role, "moderator");
  if (deleted?.isRemoved === true)
    return isModerator ? rankRefusal(room, session, from.id) : failure("forbidden");
  const mayRestore = from.id === session.member || (isModerator && deleted === undefined);
  return mayRestore ? undefined : failure("forbidden");
}

function append(
  { room, session, command, now: at }: Context<"restore">,
  author: Author,
  { content, isRemoved }: DeletedMessage,
): Restore {
  const { id, seq: target } = command;
  const { log } = room.stored;
  const from = authorOf(session);
  const whose = isRemoved ? { author } : {};
  const store = () => log.append({ type: "restore", at, from, commandId: id, target, ...whose, ...content });
  const record = { at, from, action: "restore", member: author, seq: target } as const;
  const seq = isRemoved ? room.authority.recorded(record, store) : store();
  const { text, mentions, editedAt } = content;
  const reactions = log.reactionsTo(target);
  return {
    type: "restore",
    seq,
    at,
    from,
    id,
    target,
    ...whose,
    text,
    ...(mentions === undefined ? {} : { mentions }),
    ...(editedAt === undefined ? {} : { editedAt }),
    ...(reactions.length === 0 ? {} : { reactions: [...reactions] }),
  };
}

/** Of a crowd's reactions, those of the sender and of as many members who are here as are looked up at once. */
function heldByPresent(
  { room, session }: Context<"restore">,
  { target, reactions = [] }: Restore,
): readonly HeldEmoji[] {
  const members = [...new Set([session.member, ...room.roster.memberIds()])].slice(0, MAX_LOOKED_UP);
  const emoji = reactions.map((reaction) => reaction.emoji);
  return room.stored.log.heldBy(target, emoji, members);
}

/** The event for each member who holds one of its reactions, by member: only there the reaction is `mine` (SPEC REACT-2). */
function personalCopies(event: Restore, holders: readonly HeldEmoji[]): ReadonlyMap<string, Restore> {
  const held = Map.groupBy(holders, ({ member }) => member);
  return new Map(
    [...held].map(([member, own]) => {
      const isMine = (emoji: string) => own.some((holder) => holder.emoji === emoji);
      const reactions = event.reactions?.map((reaction) =>
        isMine(reaction.emoji) ? { ...reaction, mine: true as const } : reaction,
      );
      return [member, { ...event, ...(reactions === undefined ? {} : { reactions }) }];
    }),
  );
}
