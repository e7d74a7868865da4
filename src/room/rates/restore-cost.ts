/** How many commands more a restore counts as (SPEC LIM-1): for the reactions that are stored again, and for its event, which everyone is sent. */
import { encodeEvent } from "../../protocol/encode.ts";
import type { Limits } from "../../protocol/limits.ts";
import { utf8Bytes } from "../../text/lengths.ts";
import type { Outcome } from "../outcome.ts";
import { BYTES_PER_COMMAND } from "./text-cost.ts";

/** 0 for what is no restore. */
export function restoreCost({ effects }: Outcome, { undoReactions }: Pick<Limits, "undoReactions">): number {
  let cost = 0;
  for (const effect of effects) {
    if (effect.to !== "everyone" || effect.event.type !== "restore") continue;
    const { reactions = [] } = effect.event;
    const held = reactions.reduce((sum, { count }) => sum + count, 0);
    // A crowd's stayed stored (SPEC DEL-6); each emoji is looked for among those who are here.
    cost += held > undoReactions ? reactions.length : held;
    cost += Math.ceil(utf8Bytes(encodeEvent(effect.event)) / BYTES_PER_COMMAND) - 1;
  }
  return cost;
}
