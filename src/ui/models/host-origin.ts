/** The origin of the page around a frame (SPEC EMBED-8). */

export interface FrameAddress {
  /** of the frame's own address */
  readonly search: string;
  /** of the pages around the frame, the direct parent's first; undefined where the browser has none */
  readonly ancestorOrigins: ArrayLike<string> | undefined;
  readonly referrer: string;
}

/**
 * The parent's origin, as the frame's address claims it and the browser confirms it; else undefined. An opaque origin
 * cannot be named as the target of a message.
 */
export function hostOrigin({ search, ancestorOrigins, referrer }: FrameAddress): string | undefined {
  const claimed = new URLSearchParams(search).get("parent");
  const actual = ancestorOrigins?.[0] ?? originOf(referrer);
  return claimed !== null && claimed !== "null" && claimed === actual ? claimed : undefined;
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}
