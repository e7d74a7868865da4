import { ACTS } from "../../protocol/acts.ts";
import { failure, type Failure } from "../../protocol/errors.ts";
import type { Author } from "../../protocol/member.ts";
import { isAtLeast } from "../../protocol/roles.ts";
import { fail, ok, type Result } from "../../text/result.ts";
import { findMember } from "../authority/find-member.ts";
import { rankRefusal } from "../authority/ranks.ts";
import type { Context, RoomState } from "../context.ts";
import { sanctionsFailure } from "../limit-failures.ts";
import { refuse, refuseWith, reply, type Effect, type Outcome } from "../outcome.ts";
import { authorOf } from "../session.ts";
import { findDuplicate, rememberStored } from "./dedupe.ts";
import type { CommandHandler } from "./handler.ts";

const UNTIL_IS_PAST = '"until" of "moderate" must be a time that is still to come.';
const NOT_TIMED = '"until" of "moderate" is for "mute" and "ban".';
const NOT_A_BAN = '"address" of "moderate" is for "ban".';
const NO_ADDRESS = "The address of this member is not known: they are not here. Ban them without it.";

type Command = Context<"moderate">["command"];

/** SPEC MOD-1 to MOD-7. */
export const moderate: CommandHandler<"moderate"> = { handle: handleModerate };

function handleModerate(context: Context<"moderate">): Outcome {
  const { command, now } = context;
  const { id } = command;
  const wrong = wrongField(command, now);
  if (wrong !== undefined) return refuse(id, "bad_command", wrong);
  const duplicate = findDuplicate(context);
  if (duplicate.kind === "stored") return reply({ type: "stored", id, seq: duplicate.seq });
  const target = targetOf(context);
  if (!target.ok) return refuseWith(id, target.failure);
  if (duplicate.kind === "unknown") return refuse(id, "outcome_unknown");
  return execute(context, target.value);
}

function execute(context: Context<"moderate">, { member, addresses }: Target): Outcome {
  const { room, session, command, now: at } = context;
  const { id, act, until, reason } = command;
  const { log } = room.stored;
  const seq = log.newest + 1;
  const change = room.authority.changeBy({ act, member, until, addresses, seq, at }, log.oldest);
  if (change === undefined) return refuseWith(id, sanctionsFailure());
  const from = authorOf(session);
  const details = { ...(until === undefined ? {} : { until }), ...(reason === undefined ? {} : { reason }) };
  const byAddress = addresses.length === 0 ? {} : ({ address: true } as const);
  const record = { at, from, action: act, member, ...details, ...byAddress };
  room.authority.moderate(change, record, () =>
    log.append({ type: "moderation", at, from, commandId: id, act, member, ...details }),
  );
  rememberStored(context, seq);
  const event = { type: "moderation", seq, at, from, id, act, member, ...details } as const;
  return { answer: [], effects: [{ to: "everyone", event }, ...closes(room, command, addresses)] };
}

function wrongField({ act, until, address }: Command, now: number): string | undefined {
  if (until !== undefined && !ACTS[act].isTimed) return NOT_TIMED;
  if (until !== undefined && until <= now) return UNTIL_IS_PAST;
  return address === true && act !== "ban" ? NOT_A_BAN : undefined;
}

interface Target {
  readonly member: Author;
  /** those that are banned with the member */
  readonly addresses: readonly string[];
}

function targetOf({ room, session, command }: Context<"moderate">): Result<Target, Failure> {
  const member = findMember(room, command.member, command.seq);
  if (!member.ok) return member;
  const refused = rankRefusal(room, session, command.member);
  if (refused !== undefined) return fail(refused);
  const addresses = command.address === true ? addressesOf(room, command.member) : [];
  return command.address === true && addresses.length === 0
    ? fail(failure("member_not_found", NO_ADDRESS))
    : ok({ member: member.value, addresses });
}

function addressesOf({ roster, names }: RoomState, member: string): readonly string[] {
  const here = roster.sessionsOf(member).flatMap(({ address }) => address ?? []);
  return [...new Set([...here, ...names.addressesOf(member)])];
}

/** Those who may not be here any more leave at once, readers at a banned address too (SPEC MOD-6, MOD-7). */
function closes({ roster }: RoomState, { act, member }: Command, addresses: readonly string[]): Effect[] {
  if (act !== "ban" && act !== "kick") return [];
  const connections = [...roster.all()]
    .filter((session) => {
      const isAtAddress = addresses.includes(session.address ?? "") && !isAtLeast(session.role, "member");
      return session.member === member || isAtAddress;
    })
    .map(({ connection }) => connection);
  const close = act === "ban" ? "banned" : "kicked";
  return connections.length === 0 ? [] : [{ to: "connections", connections, close }];
}
