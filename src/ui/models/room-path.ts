/** The path of a room's page. */
export function roomPath(name: string): string {
  return `/r/${encodeURIComponent(name)}`;
}
