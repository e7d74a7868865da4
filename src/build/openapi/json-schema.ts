/**
 * JSON Schema (draft 2020-12) of what a valita schema accepts. valita keeps a refinement as a function, so what one
 * admits is measured: the bounds of numbers by trying some, and of texts the sentence of the refusal is the description.
 */
import type * as v from "@badrap/valita";

export type JsonSchema = { readonly [keyword: string]: unknown };

/** Schemas that are referred to instead of repeated: the reference of each. */
export type References = ReadonlyMap<unknown, string>;

type Terminal = Parameters<Parameters<v.Type["_toTerminals"]>[0]>[0];

/** @throws Error for a type that JSON does not have */
export function jsonSchemaOf(type: v.Type, references: References): JsonSchema {
  const reference = references.get(type);
  return reference === undefined ? inlineSchemaOf(type, references) : { $ref: reference };
}

/** The same, written out although there is a reference to it. */
export function inlineSchemaOf(type: v.Type, references: References): JsonSchema {
  const terminals = terminalsOf(type).filter(({ name }) => name !== "undefined");
  const isNullable = terminals.some(({ name }) => name === "null");
  const schemas = mergeLiterals(
    terminals
      .filter(({ name }) => name !== "null")
      .map((terminal) => terminalSchema(terminal, type, references)),
  );
  const [only] = schemas;
  if (only === undefined) throw new Error("a schema accepts nothing");
  const schema = schemas.length === 1 ? only : { oneOf: schemas };
  return isNullable ? orNull(schema) : schema;
}

function terminalsOf(type: v.Type): Terminal[] {
  const terminals: Terminal[] = [];
  type._toTerminals((terminal) => terminals.push(terminal));
  return terminals;
}

/** @param type whose terminal it is; it may refine it */
function terminalSchema(terminal: Terminal, type: v.Type, references: References): JsonSchema {
  const reference = terminal === type ? undefined : references.get(terminal);
  if (reference !== undefined) return { $ref: reference };
  switch (terminal.name) {
    case "unknown":
      return {};
    case "string":
      return { type: "string", ...descriptionOf(type) };
    case "number":
      return boundsOf(type);
    case "boolean":
      return { type: "boolean" };
    case "literal":
      return { const: terminal.value };
    case "object":
      return objectSchema(terminal, references);
    case "array":
      return arraySchema(terminal, references);
    default:
      throw new Error(`JSON has no ${terminal.name}`);
  }
}

type ObjectTerminal = Extract<Terminal, { readonly name: "object" }>;
type ArrayTerminal = Extract<Terminal, { readonly name: "array" }>;

/** Further fields are allowed: a later release may add some (SPEC, "Events"). */
function objectSchema({ shape }: ObjectTerminal, references: References): JsonSchema {
  const fields = Object.entries(shape);
  if (fields.length === 0) return { type: "object" };
  const required = fields.filter(([, type]) => type.name !== "optional").map(([name]) => name);
  return {
    type: "object",
    properties: Object.fromEntries(
      fields.map(([name, type]) => [name, jsonSchemaOf(presentType(type), references)]),
    ),
    ...(required.length === 0 ? {} : { required }),
  };
}

/** The type of a field where it is present. */
function presentType(type: ObjectTerminal["shape"][string]): v.Type {
  return type.name === "optional" ? (type as v.Optional).type : (type as v.Type);
}

function arraySchema({ restType }: ArrayTerminal, references: References): JsonSchema {
  if (restType === undefined) throw new Error("the protocol has no tuples");
  return { type: "array", items: jsonSchemaOf(restType, references) };
}

/** Texts of a union become one `enum`. */
function mergeLiterals(schemas: readonly JsonSchema[]): JsonSchema[] {
  const texts = schemas.flatMap(({ const: value }) => (typeof value === "string" ? [value] : []));
  if (texts.length < 2) return [...schemas];
  return [
    { type: "string", enum: texts },
    ...schemas.filter(({ const: value }) => typeof value !== "string"),
  ];
}

function orNull(schema: JsonSchema): JsonSchema {
  const { type, enum: values } = schema;
  if (typeof type !== "string") return { oneOf: [schema, { type: "null" }] };
  return {
    ...schema,
    type: [type, "null"],
    ...(Array.isArray(values) ? { enum: [...(values as unknown[]), null] } : {}),
  };
}

function boundsOf(type: v.Type): JsonSchema {
  const accepts = (value: number) => type.try(value).ok;
  if (accepts(1.5)) return { type: "number", ...(accepts(0) ? {} : { exclusiveMinimum: 0 }) };
  const minimum = [0, 1].find(accepts);
  if (minimum === undefined || accepts(-1)) throw new Error("whole numbers begin at 0 or 1");
  const max = largest(accepts);
  return { type: "integer", minimum, ...(max === Number.MAX_SAFE_INTEGER ? {} : { maximum: max }) };
}

/** The largest number that is accepted, where all below it are: by bisection. */
function largest(accepts: (value: number) => boolean): number {
  let [low, high] = [1, Number.MAX_SAFE_INTEGER];
  if (accepts(high)) return high;
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (accepts(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** A text that no refinement accepts. */
const REFUSED = "\u0000";

function descriptionOf(type: v.Type): JsonSchema {
  const tried = type.try(REFUSED);
  const issue = tried.ok ? undefined : tried.issues[0];
  return issue?.code === "custom_error" && issue.message !== undefined ? { description: issue.message } : {};
}
