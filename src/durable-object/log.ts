/** Logs an unexpected error with the operation that failed, never with a message's text. */
export function log(what: string, error: unknown): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  console.error({ at: "room", what, name, message, stack });
}
