/** How an address is shown: its host and a shortened path. Nothing is lost: what is left out is hidden, and copied. */

/** Parts of an address, in order; together they are the address. */
export interface LinkPart {
  readonly text: string;
  /** hidden: not shown, but copied; tail: shown after what was cut out */
  readonly kind: "shown" | "hidden" | "tail";
}

/** In characters. What is longer is cut in its middle. */
const MAX_SHOWN = 42;
/** Shown of the path at least, however long the host is. */
const MIN_PATH = 12;

/** Scheme and `www.`, host and port, and the rest. */
const ADDRESS = /^((?:https?:\/\/)?(?:www\.(?=[^/?#]*\.))?)([^/?#]*)(.*)$/isu;
const ASCII = /^[\x21-\x7e]*$/u;
const SCHEME = /^(?:https?:\/\/)?/iu;

/** Where an address may be cut, and a line be broken, after the character. */
const SEPARATORS = "/?&.\\-=";
const LAST_SEPARATOR = new RegExp(`[${SEPARATORS}][^${SEPARATORS}]*$`, "u");
const TORN_END = /(?:%[\da-f]?|[\ud800-\udbff])$/iu;
const TORN_START = /^(?:[\udc00-\udfff]|\p{M}|\u200d)+/u;
const SEGMENTS = new RegExp(`[^${SEPARATORS}]*[${SEPARATORS}]+|[^${SEPARATORS}]+$`, "gu");

/**
 * The parts of `address`, a URL or one without a scheme. The host is always shown whole, and the cut is never next to it:
 * a shorter address must not look like another host's. A host that is not ASCII may imitate one: its `www.` stays, too.
 */
export function linkParts(address: string): LinkPart[] {
  const [, start = "", host = "", rest = ""] = ADDRESS.exec(address) ?? [];
  if (host === "") return [shown(address)];
  const scheme = SCHEME.exec(start)?.[0] ?? "";
  const hidden = ASCII.test(host) ? start : scheme;
  const shownHost = start.slice(hidden.length) + host;
  return [hiddenPart(hidden), ...pathParts(shownHost, rest)].filter(({ text }) => text !== "");
}

function pathParts(host: string, path: string): LinkPart[] {
  if (path === "/") return [shown(host), hiddenPart(path)];
  const maxPath = Math.max(MAX_SHOWN - host.length, MIN_PATH);
  if (path.length <= maxPath) return [shown(host + path)];
  const headEnd = endOfHead(path, Math.ceil(maxPath / 2));
  const tailStart = startOfTail(path, path.length - Math.floor(maxPath / 2) + 1);
  return [
    shown(host + path.slice(0, headEnd)),
    hiddenPart(path.slice(headEnd, tailStart)),
    { kind: "tail", text: path.slice(tailStart) },
  ];
}

/** After the last separator before `max`, if that leaves half of it; else not within an escape or a character. */
function endOfHead(path: string, max: number): number {
  const head = path.slice(0, max);
  const separator = head.search(LAST_SEPARATOR);
  if (separator >= max / 2) return separator + 1;
  return max - (TORN_END.exec(head)?.[0].length ?? 0);
}

/** At a separator soon after `min`, if there is one; else not within an escape or a character. */
function startOfTail(path: string, min: number): number {
  const tail = path.slice(min);
  const separator = tail.search(/[/?&]/u);
  if (separator !== -1 && separator <= tail.length / 2) return min + separator;
  const torn = TORN_START.exec(tail)?.[0].length ?? 0;
  return min + (torn === 0 ? path.slice(min - 2, min).lastIndexOf("%") + 1 : torn);
}

function shown(text: string): LinkPart {
  return { kind: "shown", text };
}

function hiddenPart(text: string): LinkPart {
  return { kind: "hidden", text };
}

/** Each segment is an element. A host of more is made to be slow, and may be broken anywhere. */
const MAX_SEGMENTS = 32;

/** The segments of `text` after each of which a line may be broken; the last one has all that is left. */
export function breakableSegments(text: string): readonly string[] {
  const segments = text.match(SEGMENTS) ?? [];
  if (segments.length <= MAX_SEGMENTS) return segments;
  return [...segments.slice(0, MAX_SEGMENTS - 1), segments.slice(MAX_SEGMENTS - 1).join("")];
}
