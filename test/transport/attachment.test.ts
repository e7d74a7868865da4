import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { MAX_KEEPALIVE_LENGTH } from "../../src/transport/plain-options.ts";
import { MAX_ORIGIN_CHARACTERS } from "../../src/transport/handshake.ts";
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
  pingedAt: 1_790_000_000_000,
  client: { session: "s".repeat(64), generation: 999_999_999_999_999, isSocket: false },
  read: Number.MAX_SAFE_INTEGER,
  plain: { keepalive: "ن".repeat(MAX_KEEPALIVE_LENGTH), positions: true },
  seed: { epoch: "e".repeat(8), key: new Uint8Array(32).fill(255) },
};

/** Of a member for whom a site vouches: plain text has no way to renew a token, so it keeps no origin. */
const { plain: _, ...vouched }: Attachment = {
  ...attachment,
  vouching: {
    role: "moderator",
    expiresAt: 1_790_000_000_000,
    issuedAt: 1_790_000_000,
    key: "k".repeat(16),
    tokenId: "t".repeat(16),
  },
  origin: "o".repeat(MAX_ORIGIN_CHARACTERS),
  deflates: true,
};

/** No fewer than V8's serialization has: a text with any character beyond Latin-1 takes two bytes for each of its units. */
function serializedBytes(value: unknown): number {
  if (typeof value === "string") return value.length * (/[^\u0000-\u00ff]/u.test(value) ? 2 : 1) + 8;
  if (value instanceof Uint8Array) return value.length + 16;
  if (typeof value !== "object" || value === null) return 10;
  return Object.entries(value)
    .flat()
    .reduce((sum: number, each) => sum + serializedBytes(each), 8);
}

test.each([
  ["of a guest in plain text", attachment],
  ["of a member of a site", vouched],
])("the largest attachment, %s, stays below the limit of 2,048 bytes", (_who, largest) => {
  expect(serializedBytes(largest)).toBeLessThan(MAX_ATTACHMENT_BYTES);
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
  for (const written of [attachment, vouched])
    expect(readAttachment(structuredClone(written))).toEqual(written);
});
