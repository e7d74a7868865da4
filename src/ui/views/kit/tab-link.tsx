/** Where a frame opens the room itself, in a tab. */
import type { ComponentChildren, JSX } from "preact";
import { signInUrl } from "../../browser/opened-by-frame.ts";
import { useRoom, type RoomContext } from "../context.ts";

/**
 * The room's own address; for a member of the site around the frame one whose tab asks the frame for their token (SPEC
 * EMBED-16). From a sandboxed frame no browser opens a page with a Cross-Origin-Opener-Policy: there the tab shows this page.
 */
export function tabAddress({ page, conversation }: RoomContext): {
  readonly url: URL;
  readonly asks: boolean;
} {
  if (origin === "null") return { url: new URL(location.href), asks: false };
  const asks = conversation.self.value?.vouched === true;
  return { url: asks ? signInUrl(page.url) : page.url, asks };
}

interface TabLinkProperties {
  readonly class: string;
  readonly title?: string;
  readonly children: ComponentChildren;
}

export function TabLink(properties: TabLinkProperties): JSX.Element {
  const { url, asks } = tabAddress(useRoom());
  return <a {...properties} href={url.href} target="_blank" rel={asks ? "opener" : "noopener"} />;
}
