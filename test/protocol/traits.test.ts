import { expect, expectTypeOf, test } from "vitest";
import type * as v from "@badrap/valita";
import { DEFAULT_CLIENT_LIMITS } from "../../src/protocol/client-limits.ts";
import {
  COMMAND_TRAITS,
  EVENT_TRAITS,
  isCommandType,
  isDurable,
  isEventType,
  isLossy,
  isRated,
  type DurableType,
} from "../../src/protocol/traits.ts";
import { COMMANDS, type Command, type CommandTable } from "../../src/protocol/commands.ts";
import { EVENTS, type EventTable, type RoomEvent } from "../../src/protocol/events.ts";
import {
  DURABLE_EVENTS,
  type DurableEvent,
  type DurableEventTable,
} from "../../src/protocol/events/durable.ts";
import {
  DEFAULT_LIMITS,
  type clientLimits,
  type ClientLimits,
  type Limits,
} from "../../src/protocol/limits.ts";
import { readVectors } from "../support/vectors.ts";

/** A schema whose `type` may be any text. */
const UNTYPED = undefined as unknown as v.Type<{ type: string }>;

/** A durable event's schema without `seq`. */
const UNNUMBERED = undefined as unknown as v.Type<{ type: "edit" }>;

interface TraitVectors {
  readonly commands: unknown;
  readonly events: unknown;
}

test("commands.json holds every command and event with its traits", () => {
  const { commands, events } = readVectors<TraitVectors>("commands");
  expect(commands).toEqual(COMMAND_TRAITS);
  expect(events).toEqual(EVENT_TRAITS);
});

test("COMMANDS and EVENTS hold the traits of the tables without schemas", () => {
  const traitsOf = (table: Record<string, { readonly schema: unknown }>) =>
    Object.fromEntries(Object.entries(table).map(([type, { schema: _schema, ...traits }]) => [type, traits]));
  expect(traitsOf(COMMANDS)).toEqual(COMMAND_TRAITS);
  expect(traitsOf(EVENTS)).toEqual(EVENT_TRAITS);
});

test("a lossy command is neither rated nor durable", () => {
  for (const [type, { lossy, rated, durable }] of Object.entries(COMMAND_TRAITS))
    expect(lossy && (rated || durable), type).toBe(false);
});

test("only types of the tables are known, not names that every object inherits", () => {
  expect(["publish", "constructor", "__proto__", "dance"].map(isCommandType)).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(["message", "constructor", "__proto__", "dance"].map(isEventType)).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(["message", "stored", "constructor", "dance"].map((type) => isDurable({ type }))).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect([isRated("publish"), isRated("history"), isLossy("typing"), isLossy("publish")]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test("the union types hold exactly the types of the tables", () => {
  expectTypeOf<Command["type"]>().toEqualTypeOf<keyof typeof COMMAND_TRAITS>();
  expectTypeOf<RoomEvent["type"]>().toEqualTypeOf<keyof typeof EVENT_TRAITS>();
  expectTypeOf<DurableEvent["type"]>().toEqualTypeOf<DurableType>();
  expectTypeOf<"message">().toExtend<DurableType>();
  expectTypeOf<"welcome">().not.toExtend<DurableType>();
});

test("isDurable narrows an event to the durable ones", () => {
  const event = { type: "message" } as RoomEvent;
  if (isDurable(event)) expectTypeOf(event.seq).toEqualTypeOf<number>();
  expectTypeOf<Extract<RoomEvent, { type: DurableType }>>().toEqualTypeOf<DurableEvent>();
});

/** Each line under a directive must fail to compile: `tsc` reports a directive without an error. */
test("a command that is left out of a table, or has another's schema or traits, does not compile", () => {
  const { react, ...missing } = COMMANDS;
  // @ts-expect-error a command type without an entry
  missing satisfies CommandTable;
  // @ts-expect-error an entry without a schema
  ({ ...missing, react: COMMAND_TRAITS.react }) satisfies CommandTable;
  // @ts-expect-error an entry without traits
  ({ ...missing, react: { schema: react.schema } }) satisfies CommandTable;
  // @ts-expect-error an entry without `durable`
  ({ ...missing, react: { schema: react.schema, rated: true, lossy: false } }) satisfies CommandTable;
  // @ts-expect-error another command's schema
  ({ ...missing, react: { ...react, schema: COMMANDS.edit.schema } }) satisfies CommandTable;
  // @ts-expect-error a schema without a literal `type`
  ({ ...missing, react: { ...react, schema: UNTYPED } }) satisfies CommandTable;
  // @ts-expect-error other traits than the table of traits has
  ({ ...missing, react: { ...react, lossy: true } }) satisfies CommandTable;
  // @ts-expect-error a command that the table of traits does not have
  ({ ...missing, react, dance: react }) satisfies CommandTable;
});

test("an event that is left out of a table, or has another's schema or traits, does not compile", () => {
  const { edit, ...missing } = EVENTS;
  // @ts-expect-error an event type without an entry
  missing satisfies EventTable;
  // @ts-expect-error an entry without `durable`
  ({ ...missing, edit: { schema: edit.schema } }) satisfies EventTable;
  // @ts-expect-error another `durable` than the table of traits has
  ({ ...missing, edit: { schema: edit.schema, durable: false } }) satisfies EventTable;
  // @ts-expect-error another event's schema
  ({ ...missing, edit: { ...edit, schema: EVENTS.delete.schema } }) satisfies EventTable;
  // @ts-expect-error an event that the table of traits does not have
  ({ ...missing, edit, dance: edit }) satisfies EventTable;
});

test("a durable event that is left out of the durable events, or is not numbered, does not compile", () => {
  const { edit, ...missing } = DURABLE_EVENTS;
  // @ts-expect-error a durable type without an entry
  missing satisfies DurableEventTable;
  // @ts-expect-error another event's schema
  ({ ...missing, edit: DURABLE_EVENTS.delete }) satisfies DurableEventTable;
  // @ts-expect-error a schema without `seq`
  ({ ...missing, edit: { ...edit, schema: UNNUMBERED } }) satisfies DurableEventTable;
  // @ts-expect-error an event that is not durable
  ({ ...missing, edit, typing: EVENTS.typing }) satisfies DurableEventTable;
});

test("a limit that is left out of the defaults or of the client's part does not compile", () => {
  const { frameDepth: _frameDepth, ...missing } = DEFAULT_LIMITS;
  // @ts-expect-error a limit without a default
  missing satisfies Limits;
  const { historyPage: _historyPage, ...missingOfClient } = DEFAULT_CLIENT_LIMITS;
  // @ts-expect-error a client's limit without a default
  missingOfClient satisfies ClientLimits;
  // @ts-expect-error a client's limit that `clientLimits` does not copy
  ((limits: Limits) => ({ ...missingOfClient, frameBytes: limits.frameBytes })) satisfies typeof clientLimits;
});
