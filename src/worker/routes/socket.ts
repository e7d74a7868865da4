import { failure } from "../../protocol/errors.ts";
import { problem } from "../problem.ts";

/** `GET /r/{room}/socket` without an upgrade: 426. Upgrades do not reach the router (upgrade.ts). */
export function upgradeRequired(): Response {
  const detail = "Open a WebSocket here, or read the room at its own URL.";
  return problem(failure("upgrade_required", detail), { Upgrade: "websocket", Connection: "Upgrade" });
}
