/** Remembers which transport worked last: a proxy that blocks sockets today blocks them tomorrow (SPEC CLIMB-5). */
import type { KeyValueStorage } from "./api.ts";
import { LINK_KINDS, type LinkKind } from "./transport-fallback.ts";
import { hasFields, parseJsonAs } from "./json-guard.ts";

const MAX_AGE_MS = 86_400_000;

interface StoredTransport {
  /** the transport, under the name by which earlier releases stored it */
  readonly rung: LinkKind;
  /** ms since 1970 */
  readonly at: number;
}

function isStoredTransport(value: unknown): value is StoredTransport {
  return (
    hasFields(value, { rung: "string", at: "number" }) && LINK_KINDS.some((kind) => kind === value["rung"])
  );
}

export interface TransportMemory {
  /** The transport that worked within the last day; the best one if none is stored. */
  load(): LinkKind;
  save(kind: LinkKind): void;
}

/** The memory for all rooms of `origin`; `now` gives ms since 1970. */
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
      // The best one is the default.
      if (kind === LINK_KINDS[0]) storage.remove(key);
      else storage.set(key, JSON.stringify({ rung: kind, at: now() }));
    },
  };
}
