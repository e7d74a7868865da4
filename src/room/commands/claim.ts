import { claimRole, grantOf } from "../authority/claim-role.ts";
import type { Context } from "../context.ts";
import { refuseWith, type Outcome } from "../outcome.ts";
import { authorOf } from "../session.ts";
import { changeSelf } from "./change-self.ts";
import type { CommandHandler } from "./handler.ts";

/** SPEC OWN-3, OWN-7. */
export const claim: CommandHandler<"claim"> = { needsNoReading: true, handle: handleClaim };

function handleClaim(context: Context<"claim">): Outcome {
  const { room, session, command, now } = context;
  const { id, key } = command;
  const granted = grantOf(room.authority, key);
  if (!granted.ok) return refuseWith(id, granted.failure);
  const claimed = claimRole(room, granted.value, { from: authorOf(session), id, now });
  if (!claimed.ok) return refuseWith(id, claimed.failure);
  const { answer, effects } = changeSelf(context, {});
  const event = claimed.value;
  return { answer, effects: event === undefined ? effects : [{ to: "everyone", event }, ...effects] };
}
