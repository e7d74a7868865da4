/** What the URL of a plain-text connection asks for beyond its messages (SPEC TXT-6, TXT-8). Kept in its attachment. */
import * as v from "@badrap/valita";
import { failure, type Failure } from "../protocol/errors.ts";

export const plainOptionsSchema = v.object({
  /** a frame of exactly this text is a keep-alive */
  keepalive: v.string().optional(),
  /** its position is sent to it as a line */
  positions: v.literal(true).optional(),
});
export type PlainOptions = v.Infer<typeof plainOptionsSchema>;

/** UTF-16 code units; bounds the attachment. */
export const MAX_KEEPALIVE_LENGTH = 128;

/** The options in a query; a keep-alive that is too long is left out, and {@link keepaliveFailure} says so. */
export function readPlainOptions(query: URLSearchParams): PlainOptions {
  const keepalive = query.get("keepalive") ?? "";
  return {
    ...(keepalive === "" || isTooLong(keepalive) ? {} : { keepalive }),
    ...(query.has("position") ? { positions: true } : {}),
  };
}

/** Why the keep-alive in a query is not taken; undefined if it is, or there is none. */
export function keepaliveFailure(query: URLSearchParams): Failure | undefined {
  return isTooLong(query.get("keepalive") ?? "")
    ? failure("bad_request", `"keepalive" has at most ${MAX_KEEPALIVE_LENGTH} characters.`)
    : undefined;
}

function isTooLong(keepalive: string): boolean {
  return keepalive.length > MAX_KEEPALIVE_LENGTH;
}
