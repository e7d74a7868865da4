/**
 * Ends a switch over a union: a new member of the union fails to compile until it is handled.
 * @throws Error if a value outside the union arrives at runtime, which is a bug.
 */
export function exhaustive(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
