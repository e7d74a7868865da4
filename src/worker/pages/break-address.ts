import { html } from "hono/html";
import { breakableSegments } from "../../text/link-text.ts";
import type { Html } from "./layout.ts";

const BREAK = html`<wbr />`;

/** `text` with the places at which a line may break: Chromium breaks an address within a word rather than after a slash. */
export function withBreaks(text: string): (string | Html)[] {
  return breakableSegments(text).flatMap((segment, index) => (index === 0 ? [segment] : [BREAK, segment]));
}
