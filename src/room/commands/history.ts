import { formatPosition } from "../../protocol/position.ts";
import type { Context } from "../context.ts";
import { fitBytes } from "../page-bytes.ts";
import { refuse, reply, type Outcome } from "../outcome.ts";
import { EVERY_ROLE, type CommandHandler } from "./handler.ts";

/** SPEC HIST-1, HIST-2. */
export const history: CommandHandler<"history"> = { roles: EVERY_ROLE, handle: handleHistory };

function handleHistory({ room, session, command }: Context<"history">): Outcome {
  const { id, before, after, limit = room.limits.joinPage } = command;
  const { epoch, log } = room.stored;
  if (limit > room.limits.historyPage) {
    return refuse(id, "bad_command", `"limit" of "history" must be at most ${room.limits.historyPage}.`);
  }
  const { recoveryBytes } = room.limits;
  const { events, more } =
    after === undefined
      ? fitBytes(log.messagesBefore(before, limit, session.member), recoveryBytes, "last")
      : fitBytes(log.eventsAfter(after, limit, session.member), recoveryBytes, "first");
  return reply({ type: "page", id, position: formatPosition({ epoch, seq: log.newest }), events, more });
}
