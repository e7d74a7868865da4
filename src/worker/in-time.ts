import { unavailable, type Failure } from "../protocol/errors.ts";
import { fail, type Result } from "../text/result.ts";

/** A page does not wait longer for what it can be shown without. */
const MAX_WAIT_MS = 1_000;

/** What is asked, or `unavailable` after a second. */
export function inTime<Value>(asked: Promise<Result<Value, Failure>>): Promise<Result<Value, Failure>> {
  return within(MAX_WAIT_MS, asked, () => fail(unavailable()));
}

/** What `asked` resolves with, or `late` where it takes longer than `ms`. */
export function within<Value>(ms: number, asked: Promise<Value>, late: () => Value): Promise<Value> {
  const timer = new AbortController();
  const waited = scheduler.wait(ms, { signal: timer.signal }).then(late);
  return Promise.race([asked, waited]).finally(() => timer.abort());
}
