/** The attachment of a socket: its session, across hibernation. Written on accept, and parsed like any other input. */
import * as v from "@badrap/valita";
import { roleSchema } from "../protocol/member.ts";
import type { ClientKey } from "../room/session.ts";
import { plainOptionsSchema } from "./plain-options.ts";

const clientKeySchema: v.Type<ClientKey> = v.object({
  session: v.string(),
  generation: v.number(),
  isSocket: v.boolean(),
});

const attachmentSchema = v.object({
  /** the format of the attachment; another version is not read */
  version: v.literal(1),
  connection: v.string(),
  member: v.string(),
  name: v.string(),
  role: roleSchema,
  codec: v.union(v.literal("json"), v.literal("text"), v.literal("html")),
  address: v.string().optional(),
  /** ms since 1970 */
  joinedAt: v.number(),
  invisible: v.literal(true).optional(),
  /** of a stream or poll: distinguishes those of one member (SPEC READ-2) */
  stream: v.string().optional(),
  client: clientKeySchema.optional(),
  plain: plainOptionsSchema.optional(),
});
export type Attachment = v.Infer<typeof attachmentSchema>;

/** Names and ids are bounded, so no attachment reaches this: a test checks the largest one. */
export const MAX_ATTACHMENT_BYTES = 2_048;

/** The attachment in `value`, or undefined if it is none, or of another version. */
export function readAttachment(value: unknown): Attachment | undefined {
  const parsed = attachmentSchema.try(value, { mode: "strip" });
  return parsed.ok ? parsed.value : undefined;
}
