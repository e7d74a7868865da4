/** The JSON Schemas of the OpenAPI description accept what the schemas of the protocol do. */
import * as v from "@badrap/valita";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openApiDocument } from "../../src/build/openapi/document.ts";
import { inlineSchemaOf } from "../../src/build/openapi/json-schema.ts";
import { COMMANDS } from "../../src/protocol/commands.ts";
import { settingsChangeSchema } from "../../src/protocol/events/settings.ts";
import { linkRequestSchema } from "../../src/protocol/room-link.ts";

const NONE = new Map<unknown, string>();
const { components } = openApiDocument();

function validatorOf(name: string) {
  return new Ajv2020({ strict: false }).compile({ $ref: `#/components/schemas/${name}`, components });
}

/** Whole numbers about the bounds, others, and what is no number. */
const numbers = fc.oneof(
  fc.constantFrom(-1, 0, 1, 0.5, 21_600, 21_601, 10_000, 10_001, 365 * 86_400, 365 * 86_400 + 1),
  fc.integer(),
  fc.double({ noNaN: true }),
  fc.constantFrom("1", true),
);
const optional = <Value>(values: fc.Arbitrary<Value>) => fc.oneof(values, fc.constant(null));

describe("[HTTP-25] a described schema and the protocol's own accept the same", () => {
  test.each([
    {
      name: "LinkRequest",
      schema: linkRequestSchema,
      values: fc.record(
        {
          role: fc.constantFrom("owner", "moderator", "member", "toString"),
          uses: optional(numbers),
          expiresInSeconds: optional(numbers),
        },
        { requiredKeys: [] },
      ),
    },
    {
      name: "SettingsChange",
      schema: settingsChangeSchema,
      values: fc.record(
        {
          read: fc.constantFrom("everyone", "members", "moderators", "all"),
          slowModeSeconds: numbers,
          guestLinks: fc.constantFrom(true, false, "yes"),
          expiresAt: numbers,
          colour: fc.constant("red"),
        },
        { requiredKeys: [] },
      ),
    },
    {
      name: "ModerateCommand",
      schema: COMMANDS.moderate.schema,
      values: fc.record(
        {
          type: fc.constantFrom("moderate", "publish"),
          id: fc.constant("c1"),
          act: fc.constantFrom("ban", "unban", "praise"),
          member: fc.constantFrom("bo", 1),
          until: optional(numbers),
          address: optional(fc.constantFrom(true, 0)),
        },
        { requiredKeys: ["type", "id"] },
      ),
    },
  ])("$name", ({ name, schema, values }) => {
    const validate = validatorOf(name);
    fc.assert(
      fc.property(
        values,
        (value) =>
          validate(value) ===
          (schema as v.Type).try(value, { mode: name === "SettingsChange" ? "strict" : "strip" }).ok,
      ),
    );
  });
});

test.each([
  {
    what: "a union of texts",
    schema: v.union(v.literal("a"), v.literal("b")),
    is: { type: "string", enum: ["a", "b"] },
  },
  { what: "a text that may be null", schema: v.string().nullable(), is: { type: ["string", "null"] } },
  {
    what: "an enum that may be null",
    schema: v.union(v.literal("a"), v.literal("b"), v.null()),
    is: { type: ["string", "null"], enum: ["a", "b", null] },
  },
  {
    what: "a refined text, by the sentence of its refusal",
    schema: v.string().assert((text) => /^[ab]+$/.test(text), "of a and b"),
    is: { type: "string", description: "of a and b" },
  },
  {
    what: "whole numbers up to one that is found",
    schema: v.number().assert((value) => Number.isInteger(value) && value >= 1 && value <= 12_345, "few"),
    is: { type: "integer", minimum: 1, maximum: 12_345 },
  },
  { what: "anything", schema: v.unknown(), is: {} },
  { what: "a list", schema: v.array(v.boolean()), is: { type: "array", items: { type: "boolean" } } },
])("JSON Schema of $what", ({ schema, is }) => {
  expect(inlineSchemaOf(schema, NONE)).toEqual(is);
});

test("what JSON does not have is refused", () => {
  expect(() => inlineSchemaOf(v.bigint(), NONE)).toThrow("JSON has no bigint");
});
