/** The commands of a client (SPEC, "Commands"): the schema of each, and its traits. */
import * as v from "@badrap/valita";
import { commandIdSchema, mentionsSchema, optionalField, seqOrZeroSchema, seqSchema } from "./fields.ts";
import { COMMAND_TRAITS, type CommandType } from "./traits.ts";

/** Exactly one entry a command type, whose schema has that `type` and whose traits are those of the table of traits. */
export type CommandTable = {
  readonly [Type in CommandType]: { readonly schema: v.Type<{ type: Type }> } & (typeof COMMAND_TRAITS)[Type];
};

/** The last seq that the client had received when it first sent a durable command: a repeat is in no earlier row (SPEC PUB-5). */
const sinceSchema = optionalField(seqOrZeroSchema);

export const COMMANDS = {
  /** Publishes a message (SPEC PUB-1). Answered by its `message` event, or by `stored` if its id was published before. */
  publish: {
    schema: v.object({
      type: v.literal("publish"),
      id: commandIdSchema,
      text: v.string(),
      /** the seq of the message that this one replies to */
      replyTo: optionalField(seqSchema),
      mentions: optionalField(mentionsSchema),
      since: sinceSchema,
      /** the id of the client's publish before this one, if that is not acknowledged yet (SPEC PUB-8) */
      previous: commandIdSchema.optional(),
    }),
    ...COMMAND_TRAITS.publish,
  },
  /** Replaces the text of the sender's own message `seq` (SPEC EDIT-1). Answered by its `edit` event. */
  edit: {
    schema: v.object({
      type: v.literal("edit"),
      id: commandIdSchema,
      seq: seqSchema,
      text: v.string(),
      mentions: optionalField(mentionsSchema),
      since: sinceSchema,
    }),
    ...COMMAND_TRAITS.edit,
  },
  /** Deletes the sender's own message `seq` (SPEC DEL-1). Answered by its `delete` event. */
  delete: {
    schema: v.object({
      type: v.literal("delete"),
      id: commandIdSchema,
      seq: seqSchema,
      since: sinceSchema,
    }),
    ...COMMAND_TRAITS.delete,
  },
  /** Adds an emoji to message `seq` or removes it (SPEC REACT-1). Answered by its `reaction` event. */
  react: {
    schema: v.object({
      type: v.literal("react"),
      id: commandIdSchema,
      seq: seqSchema,
      emoji: v.string(),
      on: v.boolean(),
      since: sinceSchema,
    }),
    ...COMMAND_TRAITS.react,
  },
  /** Shows the other members that the sender is typing or has stopped (SPEC EPH-1). Not answered. */
  typing: {
    schema: v.object({
      type: v.literal("typing"),
      on: v.boolean(),
    }),
    ...COMMAND_TRAITS.typing,
  },
  /**
   * Sends any JSON to the other members, or to one of them, without storing it: cursors, moves of a game (SPEC EPH-2).
   * Not answered.
   */
  signal: {
    schema: v.object({
      type: v.literal("signal"),
      data: v.unknown(),
      /** a member's id; all other members if absent */
      to: optionalField(v.string()),
    }),
    ...COMMAND_TRAITS.signal,
  },
  /** Changes the sender's name (SPEC ID-4). Answered by a `presence` with this id and a new token. */
  rename: {
    schema: v.object({
      type: v.literal("rename"),
      id: commandIdSchema,
      name: v.string(),
    }),
    ...COMMAND_TRAITS.rename,
  },
  /**
   * Requests a page of history (SPEC HIST-1): messages before a seq, or all durable events after one; the newest
   * messages if neither is given. Answered by `page`.
   */
  history: {
    schema: v
      .object({
        type: v.literal("history"),
        id: commandIdSchema,
        before: optionalField(seqSchema),
        after: optionalField(seqOrZeroSchema),
        /** the most events that the page may hold; the room's page size if absent */
        limit: optionalField(seqSchema),
      })
      .assert(
        ({ before, after }) => before === undefined || after === undefined,
        "before or after, not both",
      ),
    ...COMMAND_TRAITS.history,
  },
  /**
   * Switches the open connection to the member that a token identifies (SPEC ID-5). Answered by a `presence` with this
   * `id`.
   */
  authenticate: {
    schema: v.object({
      type: v.literal("authenticate"),
      id: commandIdSchema,
      token: v.string(),
    }),
    ...COMMAND_TRAITS.authenticate,
  },
  /** Acknowledges the room's `flow` event with the client's position (SPEC FLOW-1). Not answered. */
  flow: {
    schema: v.object({
      type: v.literal("flow"),
      position: v.string(),
      /** the `id` of the acknowledged `flow` event */
      id: v.string(),
    }),
    ...COMMAND_TRAITS.flow,
  },
} as const satisfies CommandTable;

export type CommandOf<Type extends CommandType> = v.Infer<(typeof COMMANDS)[Type]["schema"]>;
export type Command = { [Type in CommandType]: CommandOf<Type> }[CommandType];
