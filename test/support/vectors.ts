/** The protocol vectors (test/vectors): test cases as data, which both SDKs run. */
import { readFileSync } from "node:fs";

/** Reads one file of `test/vectors`; its shape is not validated. */
export function readVectors<Vectors>(name: string): Vectors {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8")) as Vectors;
}

/** The vectors that apply to the TypeScript SDK. */
export function ofTypeScript<Vector extends { readonly only?: string }>(
  vectors: readonly Vector[],
): Vector[] {
  return vectors.filter(({ only }) => only === undefined);
}
