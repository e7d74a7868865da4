import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { MAX_KEEPALIVE_LENGTH } from "../../src/transport/plain-options.ts";
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
  client: { session: "s".repeat(64), generation: 999_999_999_999_999, isSocket: false },
  plain: { keepalive: "ن".repeat(MAX_KEEPALIVE_LENGTH), positions: true },
};

test("the largest attachment stays below the limit of 2,048 bytes", () => {
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
])("readAttachment returns undefined for %j", (value) => {
  expect(readAttachment(value)).toBeUndefined();
});

test("an attachment is read back as it was written", () => {
  expect(readAttachment(structuredClone(attachment))).toEqual(attachment);
});
