import { failure, type Failure } from "../../protocol/errors.ts";
import type { Author } from "../../protocol/member.ts";
import { fail, type Result } from "../../text/result.ts";
import { closeNonReaders } from "../authority/close-non-readers.ts";
import { NO_ROLES } from "../authority/permissions.ts";
import { roleIn } from "../authority/role-in.ts";
import type { Context, RoomState } from "../context.ts";
import { findMember } from "../authority/find-member.ts";
import { isUnprovenId } from "../identity/ids.ts";
import { rolesFailure } from "../limit-failures.ts";
import { refuse, refuseWith, reply, type Effect, type Outcome } from "../outcome.ts";
import { authorOf } from "../session.ts";
import { findDuplicate, rememberStored } from "./dedupe.ts";
import type { CommandHandler } from "./handler.ts";

const NO_TOKEN = "A guest without a token cannot have another role: others can have the same id.";
const OWNER_KEY = "The member of the owner key stays an owner.";

/** SPEC OWN-5, PRIV-3. */
export const role: CommandHandler<"role"> = { handle: handleRole };

function handleRole(context: Context<"role">): Outcome {
  const { room, session, command, now } = context;
  const { id, role } = command;
  if (!room.authority.isOwned) return refuse(id, "forbidden", NO_ROLES);
  const duplicate = findDuplicate(context);
  if (duplicate.kind === "stored") return reply({ type: "stored", id, seq: duplicate.seq });
  const target = targetOf(room, command);
  if (!target.ok) return refuseWith(id, target.failure);
  if (duplicate.kind === "unknown") return refuse(id, "outcome_unknown");
  const member = target.value;
  const from = authorOf(session);
  const given = { member: member.id, name: member.name, role };
  const seq = room.authority.setRole(given, { from, at: now }, () =>
    room.stored.log.append({ type: "role", at: now, from, commandId: id, member, role }),
  );
  rememberStored(context, seq);
  const event = { type: "role", seq, at: now, from, id, member, role } as const;
  const changes = sessionEffects(context);
  const closes = closeNonReaders(room);
  return {
    answer: [],
    effects: [...closes, { to: "everyone", event }, ...(closes.length > 0 ? [] : changes)],
  };
}

/** The member who gets a role: one who is here, has a role, or wrote lately. */
function targetOf(room: RoomState, { member, role }: Context<"role">["command"]): Result<Author, Failure> {
  const { authority } = room;
  if (isUnprovenId(member)) return fail(failure("forbidden", NO_TOKEN));
  if (authority.isKeyMember(member)) return fail(failure("forbidden", OWNER_KEY));
  const target = findMember(room, member);
  return target.ok && role !== "guest" && !authority.canKeepRole(member) ? fail(rolesFailure()) : target;
}

/** The member's sessions have the role from now on, and everyone's roster shows it. */
function sessionEffects({ room, command: { member }, now }: Context<"role">): Effect[] {
  const { roster } = room;
  const sessions = roster
    .sessionsOf(member)
    .map((session) => ({ ...session, role: roleIn(room, session, now) }));
  for (const session of sessions) roster.enter(session);
  const changed = roster.member(member);
  if (changed === undefined) return [];
  return [
    ...sessions.map((session): Effect => ({ to: "session", session })),
    { to: "everyone", event: { type: "presence", count: roster.count, changed: [changed] } },
  ];
}
