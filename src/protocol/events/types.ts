/** The events' names, for those who need no more of them: a page need not carry every schema to know an event. */
export const EVENT_TYPES = [
  "welcome",
  "message",
  "edit",
  "delete",
  "reaction",
  "presence",
  "typing",
  "signal",
  "page",
  "more",
  "stored",
  "settings",
  "flow",
  "error",
] as const;

/** The ones that are stored, numbered and replayed (SPEC LOG-1). */
export const DURABLE_TYPES = ["message", "edit", "delete", "reaction", "settings"] as const;
