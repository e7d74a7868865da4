/** The events of a room's shared state (SPEC STATE-1 to STATE-5) but the durable one. */
import * as v from "@badrap/valita";
import { authorSchema } from "../member.ts";

/** A key of the shared state as it is now. */
export const stateEntrySchema = v.object({
  key: v.string(),
  /** absent if the key was deleted */
  value: v.unknown().optional(),
  /** of a kept key the seq of the event that set it; of an ephemeral one a number that only grows */
  version: v.number(),
  /** who set or deleted it */
  from: authorSchema,
});
export type StateEntry = v.Infer<typeof stateEntrySchema>;

/** The shared state in `welcome`: without `entries` if it is too large, and is then requested by `map`. */
export const welcomeStateSchema = v.object({
  entries: v.array(stateEntrySchema),
  more: v.literal(true).optional(),
});

/** Ephemeral keys changed. It answers a command if it has its `id`. */
export const deltaSchema = v.object({
  type: v.literal("delta"),
  id: v.string().optional(),
  entries: v.array(stateEntrySchema),
  /** these are all ephemeral keys that there are: a client makes it of the welcome of a later stream or poll */
  whole: v.literal(true).optional(),
  /** there are others, which the client requests: it makes it of such a welcome that leaves them out */
  more: v.literal(true).optional(),
});

export type DeltaEvent = v.Infer<typeof deltaSchema>;

/** A page of the shared state, in the order of the keys; it answers the command `map`. */
export const mapSchema = v.object({
  type: v.literal("map"),
  id: v.string(),
  entries: v.array(stateEntrySchema),
  /** true if there are keys behind the last one */
  more: v.boolean(),
});
export type MapEvent = v.Infer<typeof mapSchema>;
