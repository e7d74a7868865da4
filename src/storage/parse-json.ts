import type * as v from "@badrap/valita";

/** What a stored text has of a schema; undefined for a damaged one, or one of a later release, so that all else still loads. */
export function parseJson<Value>(json: string, schema: v.Type<Value>): Value | undefined {
  try {
    const parsed = schema.try(JSON.parse(json), { mode: "strip" });
    return parsed.ok ? parsed.value : undefined;
  } catch {
    return undefined;
  }
}
