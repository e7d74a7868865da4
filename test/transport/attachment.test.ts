import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { MAX_ATTACHMENT_BYTES, readAttachment, type Attachment } from "../../src/transport/attachment.ts";

const attachment: Attachment = {
  version: 1,
  connection: "x".repeat(16),
  member: "y".repeat(16),
  name: "👨‍👩‍👧‍👦".repeat(12).slice(0, DEFAULT_LIMITS.nameGraphemes * 8),
  role: "guest",
  codec: "json",
  address: "2001:db8:85a3:8d3",
  joinedAt: 1_790_000_000_000,
};

test("the largest attachment stays far below what the platform holds", () => {
  expect(JSON.stringify(attachment).length * 2).toBeLessThan(MAX_ATTACHMENT_BYTES);
});

test.each([
  undefined,
  null,
  7,
  "x",
  {},
  { ...attachment, version: 2 },
  { ...attachment, role: "king" },
  { ...attachment, member: 7 },
])("an attachment is read like any input: %j is none of ours", (value) => {
  expect(readAttachment(value)).toBeUndefined();
});

test("what was written is read back", () => {
  expect(readAttachment(structuredClone(attachment))).toEqual(attachment);
});
