/** Why someone may not write, or not be here (SPEC MOD-5 to MOD-7). */
import type { SanctionKind } from "../../protocol/acts.ts";
import { ERRORS, failure, type Failure } from "../../protocol/errors.ts";

const CODES = { mute: "muted", ban: "banned", kick: "kicked" } as const;
const MINUTE_MS = 60_000;

/** `until`: ms since 1970; undefined for good */
export function sanctionFailure(kind: Exclude<SanctionKind, "hide">, until: number | undefined): Failure {
  const code = CODES[kind];
  if (until === undefined) return failure(code);
  const sentence = ERRORS[code].message.replace(/\.$/, "");
  return { ...failure(code, `${sentence}, until ${utcMinute(until)} UTC.`), until };
}

/** A time for people, the next full minute: `2026-11-29 14:00`. */
function utcMinute(at: number): string {
  const minute = Math.ceil(at / MINUTE_MS) * MINUTE_MS;
  return new Date(minute).toISOString().slice(0, 16).replace("T", " ");
}
