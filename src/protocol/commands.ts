/** The commands of a client (SPEC, "Commands"): the schema of each, and its traits. */
import * as v from "@badrap/valita";
import { ACT_NAMES } from "./acts.ts";
import {
  commandIdSchema,
  mentionsSchema,
  optionalField,
  reasonSchema,
  seqOrZeroSchema,
  seqSchema,
  stateKeySchema,
  timeSchema,
} from "./fields.ts";
import { settingsChangeSchema } from "./events/settings.ts";
import { roleSchema } from "./member.ts";
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
  /** Deletes message `seq`: the sender's own, or as a moderator another's (SPEC DEL-1, MOD-8). Answered by its `delete` event. */
  delete: {
    schema: v.object({
      type: v.literal("delete"),
      id: commandIdSchema,
      seq: seqSchema,
      /** of a moderator, for the others and the audit log */
      reason: reasonSchema,
      since: sinceSchema,
    }),
    ...COMMAND_TRAITS.delete,
  },
  /** Undoes the deletion of message `seq` (SPEC DEL-3, MOD-8). Answered by its `restore` event. */
  restore: {
    schema: v.object({
      type: v.literal("restore"),
      id: commandIdSchema,
      seq: seqSchema,
      since: sinceSchema,
    }),
    ...COMMAND_TRAITS.restore,
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
  /**
   * Sets a key of the shared state, or deletes it (SPEC STATE-1, STATE-2). Answered by its `state` event, or by a `delta`
   * with this `id` if the key is ephemeral.
   */
  state: {
    schema: v.object({
      type: v.literal("state"),
      id: commandIdSchema,
      key: stateKeySchema,
      /** any JSON; absent to delete the key */
      value: v.unknown().optional(),
      /** changes nothing unless the key has this version; 0 if it must not be set */
      ifVersion: optionalField(seqOrZeroSchema),
      since: sinceSchema,
    }),
    ...COMMAND_TRAITS.state,
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
   * Sends any JSON to the other members, or to some of them, without storing it: cursors, moves of a game (SPEC EPH-2).
   * Not answered, but that its `n` comes back as `echo`.
   */
  signal: {
    schema: v
      .object({
        type: v.literal("signal"),
        data: v.unknown(),
        /** a member's id; all other members if absent */
        to: optionalField(v.string()),
        /** only for members with this role or a higher one */
        role: optionalField(roleSchema),
        /** what it replaces: within a window only the newest with this key is sent (SPEC EPH-4) */
        key: optionalField(commandIdSchema),
        /** the sender's count of inputs, which is echoed (SPEC EPH-6) */
        n: optionalField(seqSchema),
      })
      .assert(({ to, role }) => to === undefined || role === undefined, "to or role, not both")
      .assert(({ key, n }) => n === undefined || key !== undefined, "n with a key only"),
    ...COMMAND_TRAITS.signal,
  },
  /** Reports up to which message the sender has read, to the other members; 0 takes it back (SPEC EPH-3). Not answered. */
  read: {
    schema: v.object({
      type: v.literal("read"),
      seq: seqOrZeroSchema,
    }),
    ...COMMAND_TRAITS.read,
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
  /** Requests a page of the shared state: the keys behind `after`, or the first ones (SPEC STATE-4). Answered by `map`. */
  map: {
    schema: v.object({
      type: v.literal("map"),
      id: commandIdSchema,
      after: optionalField(v.string()),
    }),
    ...COMMAND_TRAITS.map,
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
  /**
   * Gives the sender's member the role of a key: that of owner for the room's owner key (SPEC OWN-3). Answered by a
   * `presence` with this `id`.
   */
  claim: {
    schema: v.object({
      type: v.literal("claim"),
      id: commandIdSchema,
      key: v.string(),
    }),
    ...COMMAND_TRAITS.claim,
  },
  /** Changes some of the room's settings (SPEC SET-2). Answered by the `settings` event. */
  configure: {
    schema: v.object({
      type: v.literal("configure"),
      id: commandIdSchema,
      settings: settingsChangeSchema,
      since: sinceSchema,
    }),
    ...COMMAND_TRAITS.configure,
  },
  /** Gives a member a role (SPEC OWN-5). Answered by its `role` event. */
  role: {
    schema: v.object({
      type: v.literal("role"),
      id: commandIdSchema,
      /** the member's id */
      member: v.string(),
      role: roleSchema,
      since: sinceSchema,
    }),
    ...COMMAND_TRAITS.role,
  },
  /** Hides, mutes, bans or removes a member, or undoes that (SPEC MOD-1). Answered by its `moderation` event. */
  moderate: {
    schema: v.object({
      type: v.literal("moderate"),
      id: commandIdSchema,
      act: v.union(...ACT_NAMES.map((act) => v.literal(act))),
      /** the member's id */
      member: v.string(),
      /** a message of theirs, by which the room finds them */
      seq: optionalField(seqSchema),
      /** when it ends; for good if absent */
      until: optionalField(timeSchema),
      reason: reasonSchema,
      /** bans the addresses of the member too */
      address: optionalField(v.boolean()),
      since: sinceSchema,
    }),
    ...COMMAND_TRAITS.moderate,
  },
  /** Deletes the whole log (SPEC LOG-8). Answered by its `clear` event. */
  clear: {
    schema: v.object({ type: v.literal("clear"), id: commandIdSchema, since: sinceSchema }),
    ...COMMAND_TRAITS.clear,
  },
  /**
   * Revokes every token of the sender's member and closes all their sessions (SPEC ID-20). Not answered: the close is the
   * answer.
   */
  revoke: {
    schema: v.object({
      type: v.literal("revoke"),
      id: commandIdSchema,
    }),
    ...COMMAND_TRAITS.revoke,
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
  /** Asks for the time by the room's clock (SPEC TIME-1). Answered by `time`. */
  time: {
    schema: v.object({ type: v.literal("time"), id: commandIdSchema }),
    ...COMMAND_TRAITS.time,
  },
} as const satisfies CommandTable;

export type CommandOf<Type extends CommandType> = v.Infer<(typeof COMMANDS)[Type]["schema"]>;
export type Command = { [Type in CommandType]: CommandOf<Type> }[CommandType];
