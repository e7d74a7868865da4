/** How many signals more a command counts as for the connections of one member (SPEC LIM-4): each is sent to, or written, by itself. */
import type { Outcome } from "../outcome.ts";

/** @param connectionsOf how many connections a member has */
export function lossyCost({ effects }: Outcome, connectionsOf: (member: string) => number): number {
  let connections = 0;
  for (const effect of effects) {
    if (effect.to === "session") connections += 1;
    else if (effect.to === "member") connections += connectionsOf(effect.member);
  }
  return Math.max(0, connections - 1);
}
