import { closeNonReaders } from "../authority/close-non-readers.ts";
import { changeRefusal } from "../authority/permissions.ts";
import { valueRefusal } from "../authority/value-refusal.ts";
import type { Context } from "../context.ts";
import { refuse, refuseWith, reply, type Outcome } from "../outcome.ts";
import { authorOf } from "../session.ts";
import { findDuplicate, rememberStored } from "./dedupe.ts";
import type { CommandHandler } from "./handler.ts";

const NO_OWNER = "A room without an owner has no settings.";

/** SPEC SET-2, SET-3, PRIV-3. */
export const configure: CommandHandler<"configure"> = { handle: handleConfigure };

function handleConfigure(context: Context<"configure">): Outcome {
  const { room, session, command, now } = context;
  const { id } = command;
  // A member whom a site makes a moderator may be one in a room without an owner too.
  if (!room.authority.isOwned) return refuse(id, "forbidden", NO_OWNER);
  const refused = changeRefusal(command.settings, session.role);
  if (refused !== undefined) return refuseWith(id, refused);
  const duplicate = findDuplicate(context);
  if (duplicate.kind === "stored") return reply({ type: "stored", id, seq: duplicate.seq });
  if (duplicate.kind === "unknown") return refuse(id, "outcome_unknown");
  const wrong = valueRefusal(command.settings, room, now);
  if (wrong !== undefined) return refuseWith(id, wrong);
  const from = authorOf(session);
  const seq = room.authority.configure(command.settings, { from, at: now }, (settings) =>
    room.stored.log.append({ type: "settings", at: now, from, commandId: id, settings }),
  );
  rememberStored(context, seq);
  const event = { type: "settings", seq, at: now, from, id, settings: room.authority.settings } as const;
  return { answer: [], effects: [...closeNonReaders(room), { to: "everyone", event }] };
}
