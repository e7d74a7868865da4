/** What worked here of late: a site behind a wall is behind it tomorrow (SPEC CLIMB-5). */
import type { KeyValueStorage } from "./api.ts";
import { LINK_KINDS, type LinkKind } from "./transport-fallback.ts";
import { hasFields, parseJsonAs } from "./json-guard.ts";

const MAX_AGE_MS = 86_400_000;

interface StoredTransport {
  readonly rung: LinkKind;
  readonly at: number;
}

function isStoredTransport(value: unknown): value is StoredTransport {
  return (
    hasFields(value, { rung: "string", at: "number" }) && LINK_KINDS.some((kind) => kind === value["rung"])
  );
}

export interface TransportMemory {
  load(): LinkKind;
  save(kind: LinkKind): void;
}

export function transportMemory(
  storage: KeyValueStorage,
  origin: string,
  now: () => number,
): TransportMemory {
  const key = `majlis:transport:${origin}`;
  return {
    load() {
      const stored = parseJsonAs(storage.get(key), isStoredTransport);
      const ageMs = now() - (stored?.at ?? 0);
      return stored !== undefined && ageMs >= 0 && ageMs < MAX_AGE_MS ? stored.rung : LINK_KINDS[0];
    },
    save(kind) {
      // The best needs no memory.
      if (kind === LINK_KINDS[0]) storage.remove(key);
      else storage.set(key, JSON.stringify({ rung: kind, at: now() }));
    },
  };
}
