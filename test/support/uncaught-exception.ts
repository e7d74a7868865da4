/** Waits for the next uncaught exception of this process, which then does not fail the test run. */
export function nextUncaughtException(): Promise<unknown> {
  return new Promise((resolve) => {
    const listeners = process.rawListeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.once("uncaughtException", (error) => {
      for (const listener of listeners) process.on("uncaughtException", listener as () => void);
      resolve(error);
    });
  });
}
