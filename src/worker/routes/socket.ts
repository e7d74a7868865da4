import type { Context } from "hono";
import type { App } from "../env.ts";
import { failure } from "../../protocol/errors.ts";
import { isUpgrade } from "../negotiate.ts";
import { problem } from "../problem.ts";
import { refusedSocket } from "../refused-socket.ts";
import { roomStub, unreachable } from "../room-stub.ts";

/**
 * Hands the upgrade to the room. The room's answer goes back unchanged: a socket of the Worker's own in between
 * could not hibernate.
 */
export async function socket(context: Context<App>): Promise<Response> {
  const { raw: request } = context.req;
  if (!isUpgrade(request)) {
    const detail = "Open a WebSocket here, or read the room at its own URL.";
    return problem(failure("upgrade_required", detail), { Upgrade: "websocket", Connection: "Upgrade" });
  }
  try {
    return await roomStub(context.env, context.get("room")).fetch(request);
  } catch (error) {
    unreachable(error);
    return refusedSocket(request, "unavailable");
  }
}
