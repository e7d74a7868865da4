/** What a connection remembers of its session while the room sleeps: written on accept, read back like any input. */
import * as v from "@badrap/valita";
import { roleSchema } from "../protocol/member.ts";

const attachmentSchema = v.object({
  /** the form of this attachment; another release's is not read */
  version: v.literal(1),
  connection: v.string(),
  member: v.string(),
  name: v.string(),
  role: roleSchema,
  codec: v.union(v.literal("json"), v.literal("text")),
  address: v.string().optional(),
  /** ms since 1970 */
  joinedAt: v.number(),
  invisible: v.literal(true).optional(),
  /** of a stream or poll: tells those of one member apart (SPEC READ-2) */
  stream: v.string().optional(),
});
export type Attachment = v.Infer<typeof attachmentSchema>;

/** Names and ids are bounded, so this is never reached: a test holds the largest attachment below it. */
export const MAX_ATTACHMENT_BYTES = 2_048;

/** The attachment in `value`, or undefined if it is not one of ours. */
export function readAttachment(value: unknown): Attachment | undefined {
  const parsed = attachmentSchema.try(value, { mode: "strip" });
  return parsed.ok ? parsed.value : undefined;
}
