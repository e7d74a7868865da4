/** The attachment of a socket: its session, across hibernation. Written on accept, and parsed like any other input. */
import * as v from "@badrap/valita";
import { roleSchema } from "../protocol/member.ts";
import type { Vouching } from "../room/identity/vouched-claims.ts";
import type { ClientKey } from "../room/session.ts";
import type { RoomSeed } from "../room/store.ts";
import { plainOptionsSchema } from "./plain-options.ts";

const clientKeySchema: v.Type<ClientKey> = v.object({
  session: v.string(),
  generation: v.number(),
  isSocket: v.boolean(),
});

const seedSchema: v.Type<RoomSeed> = v.object({
  epoch: v.string(),
  key: v.unknown().assert((key): key is Uint8Array => key instanceof Uint8Array),
});

const vouchingSchema: v.Type<Vouching> = v.object({
  role: roleSchema,
  expiresAt: v.number(),
  issuedAt: v.number(),
  key: v.string(),
  tokenId: v.string().optional(),
});

const attachmentSchema = v.object({
  /** the format of the attachment; another version is not read */
  version: v.literal(1),
  connection: v.string(),
  member: v.string(),
  name: v.string(),
  role: roleSchema,
  /** of a member for whom a site vouches (SPEC VOUCH-8) */
  vouching: vouchingSchema.optional(),
  codec: v.union(v.literal("json"), v.literal("text"), v.literal("html")),
  address: v.string().optional(),
  /** ms since 1970 */
  joinedAt: v.number(),
  /** when it last pinged in a spelling that only the room answers, ms since 1970 */
  pingedAt: v.number().optional(),
  invisible: v.literal(true).optional(),
  /** of a stream or poll: distinguishes those of one member (SPEC READ-2) */
  stream: v.string().optional(),
  client: clientKeySchema.optional(),
  /** up to which message its member reported to have read (SPEC EPH-3) */
  read: v.number().optional(),
  plain: plainOptionsSchema.optional(),
  /** takes compressed frames (SPEC FAN-6) */
  deflates: v.literal(true).optional(),
  /** the origin that it was opened at, where tokens of sites are for it */
  origin: v.string().optional(),
  /** of a room that was not stored when the connection joined (SPEC ROOM-2) */
  seed: seedSchema.optional(),
});
export type Attachment = v.Infer<typeof attachmentSchema>;

/** Names and ids are bounded, so no attachment reaches this: a test checks the largest one. */
export const MAX_ATTACHMENT_BYTES = 2_048;

/** The attachment in `value`, or undefined if it is none, or of another version. */
export function readAttachment(value: unknown): Attachment | undefined {
  const parsed = attachmentSchema.try(value, { mode: "strip" });
  return parsed.ok ? parsed.value : undefined;
}
