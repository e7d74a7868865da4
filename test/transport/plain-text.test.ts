import { expect, test } from "vitest";
import { toLines } from "../../src/transport/plain-text.ts";

const ana = { id: "a", name: "Ana" };
const base = { seq: 2, at: 1, from: ana, id: "x" };

test("[TXT-2] [TXT-5] [TXT-9] messages, edits, deletions, presence and errors become lines; other events none", () => {
  expect(toLines({ type: "message", ...base, text: "two\nlines" })).toEqual(["Ana: two\n  lines"]);
  expect(toLines({ type: "message", ...base, text: "", deleted: true })).toEqual([
    "* Ana took a message back",
  ]);
  expect(toLines({ type: "edit", ...base, target: 1, text: "better" })).toEqual([
    "* Ana changed a message: better",
  ]);
  expect(toLines({ type: "delete", ...base, target: 1 })).toEqual(["* Ana took a message back"]);
  expect(toLines({ type: "error", code: "too_large", message: "Too long." })).toEqual(["* Too long."]);
  const member = { ...ana, role: "guest" } as const;
  expect(toLines({ type: "presence", count: 2, joined: [member] })).toEqual(["* Ana joined"]);
  expect(toLines({ type: "presence", count: 1, left: [ana] })).toEqual(["* Ana left"]);
  expect(toLines({ type: "presence", count: 1, changed: [member] })).toEqual([]);
  expect(toLines({ type: "typing", from: ana, on: true })).toEqual([]);
  expect(toLines({ type: "stored", id: "x", seq: 1 })).toEqual([]);
  expect(toLines({ type: "flow", id: "f" })).toEqual([]);
});
