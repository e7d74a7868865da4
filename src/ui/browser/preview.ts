/** The latest messages, fetched while the room is being joined: two round trips before the room sends them. */
import type { Preview } from "../conversation/conversation-parts.ts";

/** @throws TypeError without a network, and Error for an error status */
export async function fetchPreview(url: string): Promise<Preview> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the preview was refused: ${response.status}`);
  return (await response.json()) as Preview;
}
