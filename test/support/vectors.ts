/** The protocol vectors: what both SDKs must do alike, as data that each of them runs (test/vectors). */
import { readFileSync } from "node:fs";

/** One file of `test/vectors`, as its reader knows it to be. */
export function readVectors<Vectors>(name: string): Vectors {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf8")) as Vectors;
}

/** Without those that only another SDK has. */
export function ofTypeScript<Vector extends { readonly only?: string }>(
  vectors: readonly Vector[],
): Vector[] {
  return vectors.filter(({ only }) => only === undefined);
}
