/** The durable events: stored, numbered and replayed (SPEC LOG-1). */
import * as v from "@badrap/valita";
import { ACT_NAMES } from "../acts.ts";
import { DURABLE_FIELDS, mentionsSchema, seqOrZeroSchema, seqSchema } from "../fields.ts";
import { authorSchema, roleSchema } from "../member.ts";
import { EVENT_TRAITS, type DurableType } from "../traits.ts";
import { messageSchema, reactionSummarySchema } from "./message.ts";
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
  /** Message `target` was deleted (SPEC DEL-2): by its sender, or by a moderator, and then it names the `author` (MOD-8). */
  delete: {
    schema: v.object({
      type: v.literal("delete"),
      ...DURABLE_FIELDS,
      target: seqSchema,
      author: authorSchema.optional(),
      reason: v.string().optional(),
    }),
    ...EVENT_TRAITS.delete,
  },
  /**
   * The deletion of message `target` was undone (SPEC DEL-5); by a moderator, if it names the `author`. What it carries of
   * the message is current: nothing if it was deleted again since.
   */
  restore: {
    schema: v.object({
      type: v.literal("restore"),
      ...DURABLE_FIELDS,
      target: seqSchema,
      author: authorSchema.optional(),
      text: v.string(),
      mentions: mentionsSchema.optional(),
      editedAt: v.number().optional(),
      reactions: v.array(reactionSummarySchema).optional(),
    }),
    ...EVENT_TRAITS.restore,
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
  /** A kept key of the shared state was set, or deleted (SPEC STATE-3). Its version is the seq. */
  state: {
    schema: v.object({
      type: v.literal("state"),
      ...DURABLE_FIELDS,
      key: v.string(),
      /** absent if the key was deleted */
      value: v.unknown().optional(),
    }),
    ...EVENT_TRAITS.state,
  },
  /** The room's settings changed (SPEC SET-1). */
  settings: {
    schema: v.object({ type: v.literal("settings"), ...DURABLE_FIELDS, settings: roomSettingsSchema }),
    ...EVENT_TRAITS.settings,
  },
  /** A member has another role (SPEC OWN-5). */
  role: {
    schema: v.object({ type: v.literal("role"), ...DURABLE_FIELDS, member: authorSchema, role: roleSchema }),
    ...EVENT_TRAITS.role,
  },
  /** A moderator acted on a member (SPEC MOD-1). */
  moderation: {
    schema: v.object({
      type: v.literal("moderation"),
      ...DURABLE_FIELDS,
      act: v.union(...ACT_NAMES.map((act) => v.literal(act))),
      member: authorSchema,
      until: v.number().optional(),
      reason: v.string().optional(),
    }),
    ...EVENT_TRAITS.moderation,
  },
  /** Everything before this event was deleted (SPEC LOG-8). */
  clear: {
    schema: v.object({ type: v.literal("clear"), ...DURABLE_FIELDS }),
    ...EVENT_TRAITS.clear,
  },
} as const satisfies DurableEventTable;

export type DurableEventOf<Type extends DurableType> = v.Infer<(typeof DURABLE_EVENTS)[Type]["schema"]>;
export type DurableEvent = { [Type in DurableType]: DurableEventOf<Type> }[DurableType];

export const durableSchema: v.Type<DurableEvent> = v.union(
  ...Object.values(DURABLE_EVENTS).map(({ schema }) => schema),
);
