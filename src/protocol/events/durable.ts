/** The durable events: stored, numbered and replayed (SPEC LOG-1). */
import * as v from "@badrap/valita";
import type { DurableType } from "../traits.ts";
import { deleteEventSchema } from "./delete.ts";
import { editEventSchema } from "./edit.ts";
import { messageSchema } from "./message.ts";
import { reactionSchema } from "./reaction.ts";
import { settingsSchema } from "./settings.ts";

/** Exactly one schema a durable type, with that `type` and the event's number. */
export type DurableSchemas = {
  readonly [Type in DurableType]: v.Type<{ type: Type; seq: number }>;
};

export const DURABLE_SCHEMAS = {
  message: messageSchema,
  edit: editEventSchema,
  delete: deleteEventSchema,
  reaction: reactionSchema,
  settings: settingsSchema,
} as const satisfies DurableSchemas;

export type DurableEventOf<Type extends DurableType> = v.Infer<(typeof DURABLE_SCHEMAS)[Type]>;
export type DurableEvent = { [Type in DurableType]: DurableEventOf<Type> }[DurableType];

export const durableSchema: v.Type<DurableEvent> = v.union(...Object.values(DURABLE_SCHEMAS));
