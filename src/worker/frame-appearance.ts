/** How the page around a frame wants its first paint, by the frame's address (SPEC EMBED-3, EMBED-14). */
import type { Context } from "hono";

export interface FrameAppearance {
  /** undefined for the direction of the language */
  readonly direction: "ltr" | "rtl" | undefined;
  /** without a composer, which a page without JavaScript would have too */
  readonly isReadOnly: boolean;
}

export function readFrameAppearance(context: Context): FrameAppearance {
  const { dir, "read-only": readOnly } = context.req.query();
  return { direction: dir === "ltr" || dir === "rtl" ? dir : undefined, isReadOnly: readOnly !== undefined };
}
