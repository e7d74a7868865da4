/** How many commands more a restore counts as for the reactions that are stored anew (SPEC LIM-1). */
import type { Limits } from "../../protocol/limits.ts";
import type { Outcome } from "../outcome.ts";

/** 0 for what is no restore, and for a crowd's reactions, which stayed stored (SPEC DEL-6). */
export function restoreCost({ effects }: Outcome, { undoReactions }: Pick<Limits, "undoReactions">): number {
  const counts = effects.flatMap((effect) => {
    if (effect.to !== "everyone" || effect.event.type !== "restore") return [];
    return (effect.event.reactions ?? []).map(({ count }) => count);
  });
  const reactions = counts.reduce((sum, count) => sum + count, 0);
  return reactions > undoReactions ? 0 : reactions;
}
