import type { Context } from "../context.ts";
import { reply, type Outcome } from "../outcome.ts";
import type { CommandHandler } from "./handler.ts";

/** SPEC STATE-4. */
export const map: CommandHandler<"map"> = { isRead: true, handle: handleMap };

function handleMap({ room, command: { id, after = "" } }: Context<"map">): Outcome {
  return reply({ type: "map", id, ...room.shared.page(after, room.limits.recoveryBytes) });
}
