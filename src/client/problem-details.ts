/** A failure over HTTP, as the room words it (RFC 9457). */
import { hasFields, parseJsonAs } from "./json-guard.ts";

export interface ProblemDetails {
  readonly code: string;
  readonly detail?: string;
}

function isProblem(value: unknown): value is ProblemDetails {
  return hasFields(value, { code: "string", detail: "string?" });
}

/** Undefined for what is no problem of the room's: it comes from something in between. */
export function parseProblem(body: string): ProblemDetails | undefined {
  return parseJsonAs(body, isProblem);
}
