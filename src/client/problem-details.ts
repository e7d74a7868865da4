/** Failures over HTTP as problem details (RFC 9457). */
import { hasFields, parseJsonAs } from "./json-guard.ts";

/** The members of the room's problem details that are used. */
export interface ProblemDetails {
  /** an error code (SPEC ERR-1) */
  readonly code: string;
  readonly detail?: string;
  /** when a mute or ban ends */
  readonly until?: number;
}

function isProblem(value: unknown): value is ProblemDetails {
  return hasFields(value, { code: "string", detail: "string?", until: "number?" });
}

/** The problem in a response's body; undefined if the room did not write it, but a proxy. */
export function parseProblem(body: string): ProblemDetails | undefined {
  return parseJsonAs(body, isProblem);
}

/** The header `Retry-After` (RFC 9110 §10.2.3, in seconds) as the field of an error event; empty without one. */
export function retryAfterMs(header: string | null): { readonly retryAfterMs?: number } {
  const seconds = Number.parseInt(header ?? "", 10);
  return seconds >= 0 ? { retryAfterMs: seconds * 1_000 } : {};
}
