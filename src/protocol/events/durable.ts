/** The durable events: stored, numbered and replayed (SPEC LOG-1). */
import * as v from "@badrap/valita";
import { DURABLE_FIELDS, mentionsSchema, seqOrZeroSchema, seqSchema } from "../fields.ts";
import { EVENT_TRAITS, type DurableType } from "../traits.ts";
import { messageSchema } from "./message.ts";
import { roomSettingsSchema } from "./settings.ts";

/** Exactly one entry a durable type, whose schema has that `type` and the event's number. */
export type DurableEventTable = {
  readonly [Type in DurableType]: {
    readonly schema: v.Type<{ type: Type; seq: number }>;
  } & (typeof EVENT_TRAITS)[Type];
};

export const DURABLE_EVENTS = {
  message: { schema: messageSchema, ...EVENT_TRAITS.message },
  /**
   * The text of message `target` was replaced (SPEC EDIT-2). A replayed `edit` carries the current text: empty if the
   * message was deleted since.
   */
  edit: {
    schema: v.object({
      type: v.literal("edit"),
      ...DURABLE_FIELDS,
      target: seqSchema,
      text: v.string(),
      mentions: mentionsSchema.optional(),
    }),
    ...EVENT_TRAITS.edit,
  },
  /** Message `target` was deleted (SPEC DEL-2). */
  delete: {
    schema: v.object({ type: v.literal("delete"), ...DURABLE_FIELDS, target: seqSchema }),
    ...EVENT_TRAITS.delete,
  },
  /** A member added an emoji to message `target` or removed it (SPEC REACT-2); `count` is how many hold it now. */
  reaction: {
    schema: v.object({
      type: v.literal("reaction"),
      ...DURABLE_FIELDS,
      target: seqSchema,
      emoji: v.string(),
      on: v.boolean(),
      count: seqOrZeroSchema,
    }),
    ...EVENT_TRAITS.reaction,
  },
  /** The room's settings changed (SPEC SET-1). */
  settings: {
    schema: v.object({ type: v.literal("settings"), ...DURABLE_FIELDS, settings: roomSettingsSchema }),
    ...EVENT_TRAITS.settings,
  },
} as const satisfies DurableEventTable;

export type DurableEventOf<Type extends DurableType> = v.Infer<(typeof DURABLE_EVENTS)[Type]["schema"]>;
export type DurableEvent = { [Type in DurableType]: DurableEventOf<Type> }[DurableType];

export const durableSchema: v.Type<DurableEvent> = v.union(
  ...Object.values(DURABLE_EVENTS).map(({ schema }) => schema),
);
