/** The HTML that shows a room on another site, as `/oembed` answers it. */
import { html } from "hono/html";

export interface EmbedSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Attributes only: a site may refuse inline styles, and many strip them.
 * @param url the room's own URL, percent-encoded
 */
export function embedHtml(url: string, title: string, { width, height }: EmbedSize): string {
  const attributes = [
    html`src="${url}/embed" title="${title}"`,
    `width="${width}" height="${height}" frameborder="0" loading="lazy"`,
    `allow="clipboard-write" referrerpolicy="strict-origin-when-cross-origin"`,
  ];
  return `<iframe ${attributes.join(" ")}></iframe>`;
}
