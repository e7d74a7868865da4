/** The room's log line for what should not have happened: what was being done and the error, never what anybody wrote. */
export function log(what: string, error: unknown): void {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  console.error({ at: "room", what, name, message, stack });
}
