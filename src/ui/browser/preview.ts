/** What was said last, read while the room is still being joined: two round trips sooner than the room itself tells it. */
import type { Preview } from "../conversation/conversation.ts";

/** @throws whatever `fetch` does, and Error if the answer is none of ours */
export async function fetchPreview(url: string): Promise<Preview> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the preview was refused: ${response.status}`);
  return (await response.json()) as Preview;
}
