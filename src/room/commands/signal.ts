import type { SignalEvent } from "../../protocol/events/signal.ts";
import { exceedsBytes } from "../../text/lengths.ts";
import type { Context } from "../context.ts";
import { signalFailure } from "../limit-failures.ts";
import { effects, refuseWith, type Outcome } from "../outcome.ts";
import { authorOf } from "../session.ts";
import type { CommandHandler } from "./handler.ts";

/** SPEC EPH-2, EPH-4. */
export const signal: CommandHandler<"signal"> = { handle: handleSignal };

function handleSignal({ room, session, command }: Context<"signal">): Outcome {
  const { data, to, role, key, n } = command;
  const json = JSON.stringify(data);
  if (exceedsBytes(json, room.limits.signalBytes)) {
    return refuseWith(undefined, signalFailure(room.limits));
  }
  const from = authorOf(session);
  // As most of a game's are: a spread for each field that it may have takes longer than the rest.
  if (key !== undefined && to === undefined && role === undefined)
    return effects({ to: "window", event: { type: "signal", from, data, key }, json, n });
  const event: SignalEvent = {
    type: "signal",
    from,
    data,
    ...(to === undefined ? {} : { to }),
    ...(role === undefined ? {} : { role }),
  };
  if (key !== undefined) return effects({ to: "window", event: { ...event, key }, json, n });
  if (role !== undefined) return effects({ to: "role", role, event });
  if (to !== undefined) return effects({ to: "member", member: to, event });
  return effects({ to: "other_sessions", event });
}
