import { failure } from "../../protocol/errors.ts";
import { problem } from "../problem.ts";

/** The socket's address, asked without an upgrade: upgrades never come here (upgrade.ts). */
export function upgradeRequired(): Response {
  const detail = "Open a WebSocket here, or read the room at its own URL.";
  return problem(failure("upgrade_required", detail), { Upgrade: "websocket", Connection: "Upgrade" });
}
