/** The room of a page: `room="auto"` gives each article of a site a room of its own (SPEC EMBED-9). */

/** Letters and digits, each with at most the four marks that a room's name allows it (src/text/room-names.ts). */
const WORD = /(?:[\p{L}\p{Nd}]\p{M}{0,4})+/gu;
const MAX_CHARACTERS = 40;

/**
 * A valid room name for the page at `url`: the words of its path's last part, or of its host, and a hash of the address
 * without the fragment. Throws TypeError if `url` is none.
 */
export function roomOf(url: string): string {
  const { href, hostname, pathname, hash } = new URL(url);
  const part = pathname.split("/").findLast(Boolean) ?? hostname;
  const words = decode(part).toLowerCase().match(WORD) ?? [];
  const slug = Array.from(words.join("-")).slice(0, MAX_CHARACTERS).join("");
  return `${slug}-${hashOf(href.slice(0, href.length - hash.length))}`;
}

/** The name of the room of the page itself. */
export function pageRoom(document: Document): string {
  return roomOf(pageUrl(document));
}

/** The address that a page gives itself; else that of the document, without the query, which is often a visitor's. */
function pageUrl(document: Document): string {
  const canonical = document.querySelector<HTMLLinkElement>("link[rel=canonical]");
  return canonical?.href || document.URL.replace(/[?#].*/, "");
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Two FNV-like hashes of 32 bits: they distinguish pages, and prove nothing. */
function hashOf(text: string): string {
  let first = 0;
  let second = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    first = Math.imul(first ^ code, 0x01000193);
    second = Math.imul(second ^ code, 0x85ebca6b);
  }
  return (first >>> 0).toString(36) + (second >>> 0).toString(36);
}
