/** The bodies of requests that have no file of their own here (SPEC HTTP-4, ID-16, SEARCH-7). */
import * as v from "@badrap/valita";
import { commandIdSchema, mentionsSchema, optionalField, seqOrZeroSchema, seqSchema } from "./fields.ts";

/** Of a publish or an edit. */
export const publishBodySchema = v.object({
  text: v.string(),
  id: optionalField(commandIdSchema),
  replyTo: optionalField(seqSchema),
  name: optionalField(v.string()),
  /** only in JSON */
  mentions: optionalField(mentionsSchema),
  /** the seq that the sender had received when it first sent this (SPEC PUB-5) */
  since: optionalField(seqOrZeroSchema),
});
export type PublishBody = v.Infer<typeof publishBodySchema>;

/** Of `POST …/ticket`. */
export const ticketBodySchema = v.object({ name: optionalField(v.string()), key: optionalField(v.string()) });
export type TicketBody = v.Infer<typeof ticketBodySchema>;

/** Of `POST …/search`. */
export const searchBodySchema = v.object({ q: v.string(), before: optionalField(seqSchema) });

/** Of `POST …/members`. */
export const memberSearchBodySchema = v.object({ prefix: v.string() });
