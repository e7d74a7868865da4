/** The address of a room's page for frames. */

/** Its first paint has theme and language; it answers only `parent`, the origin of the page (SPEC EMBED-8). */
export function frameUrl(
  base: string,
  room: string,
  query: Readonly<Record<"theme" | "lang" | "parent", string | null>>,
): string {
  const url = new URL(`/r/${encodeURIComponent(room)}/embed`, base);
  for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value);
  return url.href;
}
