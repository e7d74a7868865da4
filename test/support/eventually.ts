/** Waits for a condition, never for a time: the bound is only there to fail. */

const POLL_INTERVAL_MS = 5;
const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * Resolves as soon as `condition` holds.
 * @throws Error naming `what` if it does not within `boundMs`
 */
export async function eventually(
  description: string,
  condition: () => boolean | Promise<boolean>,
  timeoutMs = DEFAULT_TIMEOUT_MS,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`not within ${timeoutMs} ms: ${description}`);
    await pause(POLL_INTERVAL_MS);
  }
}

/** Fails after `boundMs` if `promise` is still open. */
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
