import * as v from "@badrap/valita";
import { authorSchema, memberSchema, selfSchema } from "../member.ts";

/**
 * Members joined, left or changed (SPEC PRES-1). As the answer to `rename` or `authenticate` it carries the command's
 * `id` and the client's own member in `self`.
 */
export const presenceSchema = v.object({
  type: v.literal("presence"),
  count: v.number(),
  joined: v.array(memberSchema).optional(),
  left: v.array(authorSchema).optional(),
  changed: v.array(memberSchema).optional(),
  id: v.string().optional(),
  self: selfSchema.optional(),
});
export type Presence = v.Infer<typeof presenceSchema>;
