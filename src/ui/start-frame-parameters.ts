/** What the address of a frame says of it, beyond its first paint (SPEC EMBED-3): for pages without our element. */
import { applyHostAppearance } from "./browser/host-appearance.ts";
import { prefill } from "./browser/prefill.ts";
import { parseConfig } from "./models/host-message.ts";
import type { RoomContext } from "./views/context.ts";

export function startFrameParameters(context: RoomContext): void {
  const parameters = Object.fromEntries(new URLSearchParams(location.search));
  applyHostAppearance(parseConfig(parameters));
  prefill(context, parameters["draft"] ?? "");
}
