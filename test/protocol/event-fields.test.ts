/** The tables of event fields in the specification, compared with the schemas of the events. */
import type * as v from "@badrap/valita";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeEvents } from "../../src/protocol/decode-events.ts";
import { EVENTS } from "../../src/protocol/events.ts";
import { reactionSummarySchema } from "../../src/protocol/events/message.ts";
import { keyStateSchema } from "../../src/protocol/events/error.ts";
import { keyRuleSchema, roomSettingsSchema } from "../../src/protocol/events/settings.ts";
import { stateEntrySchema, welcomeStateSchema } from "../../src/protocol/events/state.ts";
import { membersSchema, welcomeSchema } from "../../src/protocol/events/welcome.ts";
import { DURABLE_FIELDS } from "../../src/protocol/fields.ts";
import { PONG_FRAME } from "../../src/protocol/heartbeat.ts";
import { clientLimitsSchema } from "../../src/protocol/limits.ts";
import { authorSchema, memberSchema, muteSchema, selfSchema } from "../../src/protocol/member.ts";
import { EVENT_TRAITS, type EventType } from "../../src/protocol/traits.ts";

const spec = readFileSync(new URL("../../src/protocol/SPEC.md", import.meta.url), "utf8");

/** The field's name, with `?` if it may be absent, and the type that the table names. */
type FieldTypes = Readonly<Record<string, string>>;

/** The rows of the table with that first column, by the text in it. */
function tableOf(firstColumn: string): Readonly<Record<string, FieldTypes>> {
  const [, body = ""] =
    new RegExp(`^\\| ${firstColumn} +\\| field .*\\n\\|[-| ]+\\n((?:\\|.*\\n)+)`, "mu").exec(spec) ?? [];
  const table: Record<string, Record<string, string>> = {};
  for (const row of body.trimEnd().split("\n")) {
    const [, owner = "", field = "", type = ""] = row.split("|").map((cell) => cell.trim());
    // An event may have no field of its own.
    table[owner] = { ...table[owner], ...(field === "" ? {} : { [field.replaceAll("`", "")]: type }) };
  }
  return table;
}

/** The names of a schema's types that a type of the table may have. `transform` is a type with a further condition. */
const SCHEMA_NAMES: Readonly<Record<string, readonly string[]>> = {
  string: ["string", "union", "transform"],
  number: ["number", "transform"],
  boolean: ["boolean"],
  true: ["literal"],
  "any JSON": ["unknown"],
};

function schemaNamesOf(type: string): readonly string[] {
  return SCHEMA_NAMES[type] ?? (type.startsWith("[") ? ["array", "transform"] : ["object"]);
}

type Shape = v.ObjectType["shape"];

function fieldNames(shape: Shape, without: readonly string[] = []): readonly string[] {
  return Object.entries(shape)
    .filter(([name]) => !without.includes(name))
    .map(([name, schema]) => (schema.name === "optional" ? `${name}?` : name));
}

function expectFields(
  documented: FieldTypes | undefined,
  shape: Shape,
  without: readonly string[] = [],
): void {
  expect(Object.keys(documented ?? {}).toSorted()).toEqual(fieldNames(shape, without).toSorted());
  for (const [field, type] of Object.entries(documented ?? {})) {
    const schema = shape[field.replace("?", "")];
    const name = schema?.name === "optional" ? (schema as v.Optional).type.name : schema?.name;
    expect([field, schemaNamesOf(type)]).toEqual([field, expect.arrayContaining([name])]);
  }
}

describe("[EVT-3] the tables of fields", () => {
  const events = tableOf("event");
  const objects = tableOf("object");

  test("name every event, and no other", () => {
    const types = Object.keys(EVENT_TRAITS);
    expect(Object.keys(events).toSorted()).toEqual(["every event", "durable", ...types].toSorted());
    expect(Object.keys(events["every event"] ?? {})).toEqual(["type"]);
  });

  test("have the fields of every durable event", () => expectFields(events["durable"], DURABLE_FIELDS));

  test.each(Object.keys(EVENTS) as EventType[])("have the fields of %s", (type) => {
    const { schema, durable } = EVENTS[type];
    const shared = ["type", ...(durable ? Object.keys(DURABLE_FIELDS) : [])];
    expectFields(events[type], schema.shape, shared);
  });

  test.each(
    Object.entries({
      author: authorSchema.shape,
      member: memberSchema.shape,
      self: selfSchema.shape,
      mute: muteSchema.shape,
      members: membersSchema.shape,
      room: welcomeSchema.shape.room.shape,
      settings: roomSettingsSchema.shape,
      rule: keyRuleSchema.shape,
      shared: welcomeStateSchema.shape,
      entry: stateEntrySchema.shape,
      holding: keyStateSchema.shape,
      reaction: reactionSummarySchema.shape,
      limits: clientLimitsSchema.shape,
      rate: clientLimitsSchema.shape.publishRate.shape,
    }),
  )("have the fields of the object %s", (name, shape) => expectFields(objects[name], shape));

  test("name no type that they do not explain", () => {
    const used = [...Object.values(events), ...Object.values(objects)].flatMap((fields) =>
      Object.values(fields),
    );
    const explained = new Set([...Object.keys(SCHEMA_NAMES), ...Object.keys(objects), "durable"]);
    expect(used.map((type) => type.replace(/[[\]]/gu, "")).filter((type) => !explained.has(type))).toEqual(
      [],
    );
  });

  test("leave out the pong, which is no event", () => {
    expect(decodeEvents(PONG_FRAME)).toEqual([]);
    expect(JSON.parse(PONG_FRAME)).toEqual({ type: "pong" });
  });
});
