/** Reads that count against their reader's rates, by what they cost (SPEC LIM-12). */
import type { Failure } from "../protocol/errors.ts";
import { fail, ok, type Result } from "../text/result.ts";
import { arrivalFailure } from "./limit-failures.ts";
import type { ReadKeys } from "./rates/reads.ts";
import type { RoomCore } from "./room-core.ts";

/** A read with more work (see `Log.work`) counts as several. */
const WORK_PER_READ = 200;

/** Reads, unless too much was read before: then the failure that says when to read again. */
export function ratedRead<Value>(core: RoomCore, keys: ReadKeys, read: () => Value): Result<Value, Failure> {
  const now = core.ports.clock.now();
  const refused = core.reads.read(keys, now);
  if (refused !== undefined) return fail(arrivalFailure(refused));
  const before = core.work;
  const value = read();
  core.reads.charge(keys, Math.floor((core.work - before) / WORK_PER_READ), now);
  return ok(value);
}

/** The keys of a session; an invisible one has no member. */
export function readKeysOf({
  member,
  address,
}: {
  readonly member: string;
  readonly address: string | undefined;
}): ReadKeys {
  return { member: member === "" ? undefined : member, address };
}
