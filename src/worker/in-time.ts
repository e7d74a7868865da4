import { failureWithRetry, type Failure } from "../protocol/errors.ts";
import { fail, type Result } from "../text/result.ts";
import { retryDelayMs } from "./room-stub.ts";

/** A page does not wait longer for what it can be shown without. */
const MAX_WAIT_MS = 1_000;

/** What is asked, or `unavailable` after a second. */
export async function inTime<Value>(asked: Promise<Result<Value, Failure>>): Promise<Result<Value, Failure>> {
  const timer = new AbortController();
  const late = scheduler
    .wait(MAX_WAIT_MS, { signal: timer.signal })
    .then(() => fail(failureWithRetry("unavailable", retryDelayMs())));
  return Promise.race([asked, late]).finally(() => timer.abort());
}
