/** The address of a room's page for frames. */

/** Its first paint is by the query (SPEC EMBED-3); it answers only `parent`, the origin of the page (EMBED-8). */
export function frameUrl(
  base: string,
  room: string,
  query: Readonly<Record<"theme" | "lang" | "dir" | "read-only" | "parent", string | null>>,
): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== null);
  return new URL(`/r/${encodeURIComponent(room)}/embed?${new URLSearchParams(given)}`, base).href;
}
