import { exceedsBytes } from "../../text/lengths.ts";
import type { Context } from "../context.ts";
import { signalFailure } from "../limit-failures.ts";
import { effects, refuseWith, type Outcome } from "../outcome.ts";
import { authorOf } from "../session.ts";
import type { CommandHandler } from "./handler.ts";

/** SPEC EPH-2. */
export const signal: CommandHandler<"signal"> = { handle: handleSignal };

function handleSignal({ room, session, command: { data, to } }: Context<"signal">): Outcome {
  if (exceedsBytes(JSON.stringify(data), room.limits.signalBytes)) {
    return refuseWith(undefined, signalFailure(room.limits));
  }
  const from = authorOf(session);
  if (to === undefined) return effects({ to: "other_sessions", event: { type: "signal", from, data } });
  return effects({ to: "member", member: to, event: { type: "signal", from, data, to } });
}
