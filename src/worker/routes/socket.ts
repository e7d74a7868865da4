import type { Context } from "hono";
import type { Refusal } from "../../durable-object/room-object.ts";
import { negotiate } from "../../protocol/subprotocols.ts";
import type { App } from "../env.ts";
import { failure } from "../../protocol/errors.ts";
import { isUpgrade } from "../negotiate.ts";
import { problem } from "../problem.ts";
import { refusedSocket } from "../refused-socket.ts";
import { roomStub, unreachable } from "../room-stub.ts";

/**
 * Hands the upgrade to the room. The room's socket goes back unchanged: one of the Worker's own in between could not
 * hibernate. A refusal becomes a socket here, not in the room: there it would keep the room awake until its peer
 * deigned to close it.
 */
export async function socket(context: Context<App>): Promise<Response> {
  const { raw: request } = context.req;
  if (!isUpgrade(request)) {
    const detail = "Open a WebSocket here, or read the room at its own URL.";
    return problem(failure("upgrade_required", detail), { Upgrade: "websocket", Connection: "Upgrade" });
  }
  if (negotiate(request.headers.get("Sec-WebSocket-Protocol")).kind === "unsupported") {
    return refusedSocket(request, "unsupported_protocol");
  }
  try {
    const answer = await roomStub(context.env, context.get("room")).fetch(request);
    if (answer.status === 101) return answer;
    const { close } = await answer.json<Refusal>();
    return refusedSocket(request, close);
  } catch (error) {
    unreachable(error);
    return refusedSocket(request, "unavailable");
  }
}
