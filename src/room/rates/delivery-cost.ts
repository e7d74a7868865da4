/** How many commands or signals more a command counts as for what it sends (SPEC LIM-1, LIM-4). */
import { exceedsBytes, utf8Bytes } from "../../text/lengths.ts";
import type { Effect } from "../outcome.ts";
import { BYTES_PER_COMMAND } from "./text-cost.ts";

/** @param connectionsOf how many connections a member has */
export function deliveryCost(effects: readonly Effect[], connectionsOf: (member: string) => number): number {
  let count = 0;
  for (const effect of effects) count += countOf(effect, connectionsOf);
  return Math.max(0, count - 1);
}

/** Of a signal its KiB; and what is sent to one connection, or written of it, by itself counts for each. */
function countOf(effect: Effect, connectionsOf: (member: string) => number): number {
  switch (effect.to) {
    case "session":
      return 1;
    case "member":
      return connectionsOf(effect.member) * signalCount(JSON.stringify(effect.event.data));
    case "window":
      return signalCount(effect.json);
    case "role":
    case "other_sessions":
      return effect.event.type === "signal" ? signalCount(JSON.stringify(effect.event.data)) : 0;
    case "everyone":
      return [...(effect.copies?.keys() ?? [])].reduce((sum, member) => sum + connectionsOf(member), 0);
    default:
      return 0;
  }
}

/** @param json the data of a signal */
function signalCount(json: string): number {
  return exceedsBytes(json, BYTES_PER_COMMAND) ? Math.ceil(utf8Bytes(json) / BYTES_PER_COMMAND) : 1;
}
