/** The events that are stored, numbered and replayed (SPEC LOG-1). */
import * as v from "@badrap/valita";
import { deleteEventSchema } from "./delete.ts";
import { editEventSchema } from "./edit.ts";
import { messageSchema } from "./message.ts";
import { reactionSchema } from "./reaction.ts";
import { DURABLE_TYPES } from "./types.ts";
import { settingsSchema } from "./settings.ts";

export const durableSchema = v.union(
  messageSchema,
  editEventSchema,
  deleteEventSchema,
  reactionSchema,
  settingsSchema,
);
export type DurableEvent = v.Infer<typeof durableSchema>;

const DURABLE: ReadonlySet<string> = new Set<DurableEvent["type"]>(DURABLE_TYPES);

export function isDurable<Any extends { readonly type: string }>(event: Any): event is Any & DurableEvent {
  return DURABLE.has(event.type);
}
