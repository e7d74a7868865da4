/** Validates JSON from storage, where any script of the origin may have written, and from HTTP responses. */

type Fields = Readonly<Record<string, unknown>>;

/** The value of the JSON in `text` if `isValid` accepts it; undefined otherwise, and if it is not JSON. */
export function parseJsonAs<Value>(
  text: string | undefined,
  isValid: (value: unknown) => value is Value,
): Value | undefined {
  try {
    const value: unknown = JSON.parse(text ?? "");
    return isValid(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** True if `value` is an object with these fields of these types; a type that ends in `?` may be missing. */
export function hasFields(value: unknown, types: Readonly<Record<string, string>>): value is Fields {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(types).every(([name, type]) => {
    const field = (value as Fields)[name];
    if (field === undefined && type.endsWith("?")) return true;
    return typeof field === type.replace("?", "");
  });
}
