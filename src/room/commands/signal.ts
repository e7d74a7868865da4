import type { Signal } from "../../protocol/commands/signal.ts";
import { exceedsBytes } from "../../text/lengths.ts";
import type { Context } from "../context.ts";
import { refuse, type Outcome } from "../outcome.ts";
import { authorOf } from "../session.ts";

/** SPEC EPH-2. */
export function signal({ room, session, command: { data, to } }: Context<Signal>): Outcome {
  if (exceedsBytes(JSON.stringify(data), room.limits.signalBytes)) return refuse(undefined, "too_large");
  const from = authorOf(session);
  if (to === undefined) return [{ to: "other_sessions", event: { type: "signal", from, data } }];
  return [{ to: "member", member: to, event: { type: "signal", from, data, to } }];
}
