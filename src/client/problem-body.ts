/** A failure over HTTP, as the room words it (RFC 9457). */
import { hasFields, readStored } from "./stored.ts";

export interface Problem {
  readonly code: string;
  readonly detail?: string;
}

function isProblem(value: unknown): value is Problem {
  return hasFields(value, { code: "string", detail: "string?" });
}

/** Undefined for what is no problem of the room's: it comes from something in between. */
export function readProblem(body: string): Problem | undefined {
  return readStored(body, isProblem);
}
