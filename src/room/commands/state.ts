import { failure, unavailable, type Failure } from "../../protocol/errors.ts";
import type { RoomEvent } from "../../protocol/events.ts";
import type { DurableEventOf } from "../../protocol/events/durable.ts";
import type { StateEntry } from "../../protocol/events/state.ts";
import { settingOf } from "../../protocol/settings.ts";
import { isEphemeralKey, mayWriteKey } from "../../protocol/state-keys.ts";
import { exceedsBytes } from "../../text/lengths.ts";
import type { Context, RoomState } from "../context.ts";
import { keyFailure, stateValueFailure } from "../limit-failures.ts";
import {
  broadcast,
  errorEvent,
  NO_OUTCOME,
  refuse,
  refuseWith,
  reply,
  type Effect,
  type Outcome,
} from "../outcome.ts";
import { authorOf, type Session } from "../session.ts";
import { connectionNow } from "../client-sessions.ts";
import { answerable, type KeySet, type PendingSet, type SupersededSet } from "../state/pending-sets.ts";
import { findDuplicate, rememberStored } from "./dedupe.ts";
import type { CommandHandler } from "./handler.ts";

/** SPEC STATE-1 to STATE-6. */
export const state: CommandHandler<"state"> = { handle: handleState };

type StateContext = Context<"state">;

function handleState(context: StateContext): Outcome {
  const { room, session, command } = context;
  const { id, key } = command;
  if (!mayWriteKey(settingOf(room.authority.settings, "state"), key, session.role))
    return refuse(id, "forbidden", `You may not write "${key}" here.`);
  const value = valueOf(context);
  if (value !== undefined && exceedsBytes(JSON.stringify(value), room.limits.stateBytes))
    return refuseWith(id, stateValueFailure(room.limits));
  return isEphemeralKey(key) ? setEphemeral(context) : setKept(context);
}

/** `null` means absent (SPEC CMD-3), and so does a number like `1e999`, of which JSON makes `null`. */
function valueOf({ command: { value } }: Pick<KeySet, "command">): unknown {
  const isNull = value === null || (typeof value === "number" && !Number.isFinite(value));
  return isNull ? undefined : value;
}

function setEphemeral(context: StateContext): Outcome {
  const { room, session, command, now } = context;
  const { id, key } = command;
  const refused = changeRefusal(context);
  if (refused !== undefined) return refuseWith(id, refused);
  const version = room.shared.nextVersion(now);
  const entry: StateEntry = { key, value: valueOf(context), version, from: authorOf(session) };
  room.ephemeralKeys.set(entry, now);
  return {
    answer: [{ type: "delta", id, entries: [entry] }],
    effects: [{ to: "other_sessions", event: { type: "delta", entries: [entry] } }],
  };
}

function setKept(context: StateContext): Outcome {
  const { room, command } = context;
  const { key, ifVersion } = command;
  // What is compared comes after what waits, which it may repeat.
  const isUrgent = ifVersion !== undefined || room.pendingSets.isFull(key);
  const waiting = isUrgent ? room.pendingSets.take(key) : undefined;
  const stored = waiting === undefined ? [] : storePending(room, waiting, context.now);
  const { answer, effects } = changeKept(context, isUrgent);
  return { answer, effects: [...stored, ...effects] };
}

function changeKept(context: StateContext, isUrgent: boolean): Outcome {
  const { room, command } = context;
  const { id } = command;
  const duplicate = findDuplicate(context);
  if (duplicate.kind === "stored") return reply({ type: "stored", id, seq: duplicate.seq });
  if (duplicate.kind === "unknown") return refuse(id, "outcome_unknown");
  const refused = changeRefusal(context);
  if (refused !== undefined) return refuseWith(id, refused);
  // A request has the session of its stream.
  const client = room.roster.session(context.session.connection)?.client?.session;
  if (!isUrgent && room.pendingSets.wait({ ...context, client })) return NO_OUTCOME;
  return broadcast(store(room, context));
}

/** Why the key cannot be changed so; undefined if it can. */
function changeRefusal(context: StateContext): Failure | undefined {
  const { room, command } = context;
  const { key, ifVersion } = command;
  const current = room.shared.get(key);
  const version = current?.version ?? 0;
  if (ifVersion !== undefined && ifVersion !== version) {
    const value = current === undefined ? {} : { value: current.value };
    return { ...failure("version_mismatch"), current: { version, ...value } };
  }
  if (current !== undefined || room.pendingSets.has(key)) return undefined;
  if (valueOf(context) === undefined) return keyFailure(key);
  const count = room.shared.count + room.pendingSets.newKeys((other) => room.shared.get(other) !== undefined);
  return count < room.limits.stateKeys ? undefined : failure("too_many_keys");
}

/** Stores the change as an event, with the key as it is now. */
function store(room: RoomState, set: KeySet): DurableEventOf<"state"> {
  const { session, command, now } = set;
  const { id, key } = command;
  const from = authorOf(session);
  const value = valueOf(set);
  const change = { key, ...(value === undefined ? {} : { value }) };
  const seq = room.shared.change(key, () => {
    const appended = room.stored.log.append({ type: "state", at: now, from, commandId: id, ...change });
    room.shared.put({ ...change, version: appended, from });
    room.shared.save(key);
    return appended;
  });
  rememberStored({ room, session, command }, seq);
  room.pendingSets.stored(key, now);
  return { type: "state", seq, at: now, from, id, ...change };
}

/**
 * Stores what has waited; those whose place it took are answered with its seq, and a request with its event. What cannot be
 * stored is answered `unavailable`: nothing waits for a disk that has space again.
 */
export function storePending(room: RoomState, { last, superseded }: PendingSet, now: number): Effect[] {
  const sets = [...superseded, answerable(last)];
  // It was deleted meanwhile: there is nothing to delete.
  const isVoid = valueOf(last) === undefined && room.shared.get(last.command.key) === undefined;
  if (isVoid) return refuseAll(room, sets, keyFailure(last.command.key));
  try {
    return storedEffects(room, superseded, last.session, store(room, { ...last, now }));
  } catch (error) {
    return [{ to: "log", error }, ...refuseAll(room, sets, unavailable())];
  }
}

function storedEffects(
  room: RoomState,
  superseded: readonly SupersededSet[],
  { connection }: Session,
  event: DurableEventOf<"state">,
): Effect[] {
  const answers = superseded.map((set) =>
    toClient(room, set, { type: "stored", id: set.id, seq: event.seq }),
  );
  const isRequest = room.roster.session(connection) === undefined;
  return [{ to: "everyone", event }, ...answers, ...(isRequest ? [toConnection(connection, event)] : [])];
}

function refuseAll(room: RoomState, sets: readonly SupersededSet[], failed: Failure): Effect[] {
  return sets.map((set) => toClient(room, set, errorEvent(set.id, failed)));
}

/** On the connection that it has by now. */
function toClient({ roster }: RoomState, set: SupersededSet, event: RoomEvent): Effect {
  return toConnection(connectionNow(roster, set), event);
}

function toConnection(connection: string, event: RoomEvent): Effect {
  return { to: "connection", connection, event };
}
