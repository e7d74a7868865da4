import * as v from "@badrap/valita";
import { seqSchema } from "../fields.ts";
import { durableSchema } from "./durable.ts";

/** A page of history, oldest first (SPEC HIST-2). Without `id` it is the newest page, pushed after `welcome`. */
export const pageSchema = v.object({
  type: v.literal("page"),
  id: v.string().optional(),
  /** the room's position when the page was read */
  position: v.string(),
  events: v.array(durableSchema),
  /** true if there is more in the direction asked for */
  more: v.boolean(),
  /** a page of messages continues before this seq; before its first event if absent */
  before: seqSchema.optional(),
});
export type Page = v.Infer<typeof pageSchema>;
