/** How many commands more a restore counts as for the reactions that come back, which are stored anew (SPEC LIM-1). */
import type { Outcome } from "../outcome.ts";

/** 0 for what is no restore. */
export function restoreCost({ effects }: Outcome): number {
  return effects.reduce((cost, effect) => {
    const reactions =
      effect.to === "everyone" && effect.event.type === "restore" ? effect.event.reactions : [];
    return cost + (reactions ?? []).reduce((sum, { count }) => sum + count, 0);
  }, 0);
}
