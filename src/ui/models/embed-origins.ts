/** The sites that may embed a room (SPEC EMBED-5), as their owner types them: one a line. */
import { MAX_EMBED_ORIGINS } from "../../protocol/settings.ts";
import { isOrigin } from "../../protocol/web-origin.ts";

export type OriginsProblem =
  | { readonly name: "no_origin"; readonly line: string }
  | { readonly name: "too_many"; readonly max: number };

/** The origins of a text, each once. An address is cut to its origin; a line that is none stays as it was typed. */
export function parseOrigins(text: string): readonly string[] {
  const lines = text.split("\n").map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== "").map(originOf))];
}

/** Why the room would refuse these; undefined if it would not. */
export function originsProblem(origins: readonly string[]): OriginsProblem | undefined {
  const line = origins.find((origin) => !isOrigin(origin));
  if (line !== undefined) return { name: "no_origin", line };
  return origins.length > MAX_EMBED_ORIGINS ? { name: "too_many", max: MAX_EMBED_ORIGINS } : undefined;
}

/** `https://shop.example` for `shop.example`, or for the address of one of its pages. */
function originOf(line: string): string {
  const url = URL.parse(line.includes("://") ? line : `https://${line}`);
  return url !== null && isOrigin(url.origin) ? url.origin : line;
}
