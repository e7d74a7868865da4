/** Waits for a condition, never for a time: the bound is only there to fail. */

const LOOK_EVERY_MS = 5;
const DEFAULT_BOUND_MS = 10_000;

/**
 * Resolves as soon as `condition` holds.
 * @throws Error naming `what` if it does not within `boundMs`
 */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  boundMs = DEFAULT_BOUND_MS,
): Promise<void> {
  const giveUpAt = performance.now() + boundMs;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error(`not within ${boundMs} ms: ${what}`);
    await pause(LOOK_EVERY_MS);
  }
}

/** Fails after `boundMs` if `promise` is still open. */
export async function within<Value>(what: string, promise: Promise<Value>, boundMs = DEFAULT_BOUND_MS) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${boundMs} ms: ${what}`)), boundMs);
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
