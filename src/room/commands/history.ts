import { formatPosition } from "../../protocol/position.ts";
import type { Context } from "../context.ts";
import { fitBytes, pageBounds } from "../page-bytes.ts";
import { refuse, reply, type Outcome } from "../outcome.ts";
import type { CommandHandler } from "./handler.ts";

/** SPEC HIST-1, HIST-2. */
export const history: CommandHandler<"history"> = { isRead: true, handle: handleHistory };

function handleHistory({ room, session, command }: Context<"history">): Outcome {
  const { id, before, after, limit = room.limits.joinPage } = command;
  const { visible, stored } = room;
  const { epoch, log } = stored;
  if (limit > room.limits.historyPage) {
    return refuse(id, "bad_command", `"limit" of "history" must be at most ${room.limits.historyPage}.`);
  }
  const { recoveryBytes } = room.limits;
  const bounds = pageBounds(room.limits);
  const page =
    after === undefined
      ? fitBytes(visible.messagesBefore(before, limit, session.member, bounds), recoveryBytes, "last")
      : fitBytes(visible.eventsAfter(after, limit, session.member, bounds), recoveryBytes, "first");
  return reply({ type: "page", id, position: formatPosition({ epoch, seq: log.newest }), ...page });
}
