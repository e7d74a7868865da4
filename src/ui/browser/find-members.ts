import type { Author } from "../../protocol/member.ts";

/**
 * The members of a crowd whose names begin with `prefix` (SPEC HTTP-16): the page knows only some of them. None where the
 * room refuses, since suggestions are no reason for an error message.
 *
 * @param room the room's URL
 * @throws TypeError without a network
 */
export async function findMembers(room: URL, prefix: string): Promise<readonly Author[]> {
  const response = await fetch(`${room.href}/members`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ prefix }),
  });
  if (!response.ok) return [];
  return ((await response.json()) as { readonly list: readonly Author[] }).list;
}
