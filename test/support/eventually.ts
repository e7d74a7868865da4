/** Waits for conditions instead of times: a timeout only ends a test that fails. */

const POLL_INTERVAL_MS = 5;
/** A condition that asks a page or a server takes a processor about as long as the shortest interval: it is asked ever more seldom. */
const LONGEST_INTERVAL_MS = 50;
const INTERVAL_GROWTH = 1.25;
const DEFAULT_TIMEOUT_MS = 60_000;

/**
 * Resolves as soon as `condition` holds.
 * @throws Error with `description` if it does not within `timeoutMs`
 */
export async function eventually(
  description: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = DEFAULT_TIMEOUT_MS,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let intervalMs = POLL_INTERVAL_MS;
  for (;;) {
    const answer = condition();
    if (await answer) return;
    if (performance.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${description}`);
    await pause(intervalMs);
    if (typeof answer !== "boolean") intervalMs = Math.min(intervalMs * INTERVAL_GROWTH, LONGEST_INTERVAL_MS);
  }
}

/** The value of `promise`. @throws Error with `description` if it does not settle within `timeoutMs` */
export async function within<Value>(
  description: string,
  promise: Promise<Value>,
  timeoutMs = DEFAULT_TIMEOUT_MS,
) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${timeoutMs} ms: ${description}`)), timeoutMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
