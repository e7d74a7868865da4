/** What the shared state does by itself: kept keys that waited are stored, ephemeral ones go with their member. */
import type { Command } from "../../protocol/commands.ts";
import { storePending } from "../commands/state.ts";
import type { RoomState } from "../context.ts";
import { NO_EFFECTS, type Effect } from "../outcome.ts";

/** These may take the rights of the member who set a key: what came before is stored before (SPEC STATE-3). */
const ENDS_WAITING: ReadonlySet<Command["type"]> = new Set([
  "configure",
  "role",
  "moderate",
  "clear",
  "revoke",
]);

/** When {@link runDueState} has something to do next, in ms since 1970. */
export function stateDueAt({ pendingSets, ephemeralKeys }: RoomState): number | undefined {
  const times = [pendingSets.dueAt, ephemeralKeys.dueAt].filter((time) => time !== undefined);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Stores what has waited long enough, and removes the keys of absent members: the effects of both, at `now` in ms since 1970. */
export function runDueState(room: RoomState, now: number): Effect[] {
  const stored = room.pendingSets.takeDue(now).flatMap((set) => storePending(room, set, now));
  return [...stored, ...runDueEphemeral(room, now)];
}

/** What cannot be stored is due still: see {@link stateDueAt}. */
function runDueEphemeral({ ephemeralKeys }: RoomState, now: number): Effect[] {
  try {
    const entries = ephemeralKeys.runDue(now);
    return entries.length === 0 ? [] : [{ to: "everyone", event: { type: "delta", entries } }];
  } catch (error) {
    return [{ to: "log", error }];
  }
}

/** Stores what waits before a command that could refuse it. */
export function endWaiting(room: RoomState, { type }: Command, now: number): readonly Effect[] {
  if (room.pendingSets.dueAt === undefined || !ENDS_WAITING.has(type)) return NO_EFFECTS;
  return room.pendingSets.takeDue().flatMap((set) => storePending(room, set, now));
}
