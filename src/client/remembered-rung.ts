/** What worked here of late: a site behind a wall is behind it tomorrow (SPEC CLIMB-5). */
import type { KeyValueStorage } from "./api.ts";
import { RUNGS, type Rung } from "./ladder.ts";
import { hasFields, readStored } from "./stored.ts";

const GOOD_FOR_MS = 86_400_000;

interface Stored {
  readonly rung: Rung;
  readonly at: number;
}

function isStored(value: unknown): value is Stored {
  return hasFields(value, { rung: "string", at: "number" }) && RUNGS.some((rung) => rung === value["rung"]);
}

export interface RungMemory {
  recall(): Rung;
  keep(rung: Rung): void;
}

export function rungMemory(storage: KeyValueStorage, origin: string, now: () => number): RungMemory {
  const key = `majlis:transport:${origin}`;
  return {
    recall() {
      const stored = readStored(storage.get(key), isStored);
      const ageMs = now() - (stored?.at ?? 0);
      return stored !== undefined && ageMs >= 0 && ageMs < GOOD_FOR_MS ? stored.rung : RUNGS[0];
    },
    keep(rung) {
      // The best needs no memory.
      if (rung === RUNGS[0]) storage.remove(key);
      else storage.set(key, JSON.stringify({ rung, at: now() }));
    },
  };
}
