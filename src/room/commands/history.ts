import type { History } from "../../protocol/commands/history.ts";
import { formatPosition } from "../../protocol/position.ts";
import type { Context } from "../context.ts";
import { refuse, reply, type Outcome } from "../outcome.ts";

/** SPEC HIST-1, HIST-2. */
export function history({ room, session, command }: Context<History>): Outcome {
  const { id, before, after, limit = room.limits.joinPage } = command;
  const { epoch, log } = room.born;
  if (limit > room.limits.historyPage) {
    return refuse(id, "bad_command", `"limit" of "history" must be at most ${room.limits.historyPage}.`);
  }
  const { events, more } =
    after === undefined
      ? log.messagesBefore(before, limit, session.member)
      : log.eventsAfter(after, limit, session.member);
  return [reply({ type: "page", id, position: formatPosition({ epoch, seq: log.newest }), events, more })];
}
