/** The messages that came while the page was in the background. */
import { expect, test } from "vitest";
import { MAX_UNREAD, UnreadMessages } from "../../src/ui/models/unread-messages.ts";

test("each message is counted once, until it is read or deleted", () => {
  const unread = new UnreadMessages();
  for (const seq of [3, 4, 4, 6]) unread.add(seq);
  expect(unread.count).toBe(3);
  unread.remove(6);
  unread.markReadUpTo(3);
  expect(unread.count).toBe(1);
  unread.clear();
  expect(unread.count).toBe(0);
});

test("of a flood the newest are counted, as many as the bound says", () => {
  const unread = new UnreadMessages();
  for (let seq = 1; seq <= MAX_UNREAD + 5; seq++) unread.add(seq);
  expect(unread.count).toBe(MAX_UNREAD);
  unread.markReadUpTo(6);
  expect(unread.count).toBe(MAX_UNREAD - 1);
});
