/** Fields that several commands and events share. */
import * as v from "@badrap/valita";
import { parseLine } from "../text/line-text.ts";
import { authorSchema } from "./member.ts";
import { isStateKey, MAX_KEY_LENGTH } from "./state-keys.ts";

const COMMAND_ID = /^[\w.:~+/=-]{1,64}$/;

/** A command's id, made by its client: 1–64 letters, digits or `_.:~+/=-`. */
export const commandIdSchema = v
  .string()
  .assert((id) => COMMAND_ID.test(id), "1 to 64 letters, digits or _.:~+/=-");

/** The number of a durable event. */
export const seqSchema = v
  .number()
  .assert((seq) => Number.isSafeInteger(seq) && seq >= 1, "a whole number from 1");

/** A seq, or 0 for the place before the first event. */
export const seqOrZeroSchema = v
  .number()
  .assert((seq) => Number.isSafeInteger(seq) && seq >= 0, "a whole number from 0");

/** A key of the shared state (SPEC STATE-1). */
export const stateKeySchema = v
  .string()
  .assert(isStateKey, `1 to ${MAX_KEY_LENGTH} letters, digits or _~.:+=-, without a dot first`);

/** A field of a command that may be absent. `null` means absent, as many encoders of JSON write it (SPEC CMD-3). */
export function optionalField<Value>(schema: v.Type<Value>): v.Optional<Value | undefined> {
  return schema.nullable(() => undefined).optional();
}

/** A text of one line; empty for none. */
export function lineSchema(maxGraphemes: number): v.Type<string> {
  return v.string().chain((raw) => {
    const parsed = parseLine(raw, maxGraphemes);
    return parsed.ok ? v.ok(parsed.value) : v.err(`a line of at most ${maxGraphemes} visible characters`);
  });
}

const MAX_REASON_GRAPHEMES = 300;

/** Why a moderator did something, as a line; absent where it is empty. */
export const reasonSchema = optionalField(
  lineSchema(MAX_REASON_GRAPHEMES).map((line) => (line === "" ? undefined : line)),
);

/** The end of the year 9999: later ones have dates of another form. */
const MAX_TIME_MS = Date.UTC(9999, 11, 31);

/** A time in ms since 1970. */
export const timeSchema = v
  .number()
  .assert(
    (time) => Number.isSafeInteger(time) && time >= 0 && time <= MAX_TIME_MS,
    "a time in ms since 1970",
  );

/** The members whom a text mentions, each by the name that follows an `@` in it (SPEC MENT-1). */
export const mentionsSchema = v.array(v.object({ id: v.string(), name: v.string() }));
export type Mentions = v.Infer<typeof mentionsSchema>;

/** The fields of every durable event (SPEC LOG-1). */
export const DURABLE_FIELDS = {
  seq: seqSchema,
  /** ms since 1970 by the room's clock; for display only */
  at: v.number(),
  from: authorSchema,
  /** the id of the command that caused it */
  id: v.string(),
};
