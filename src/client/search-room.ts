/** Asks a room over HTTP what was said: an answer of any size takes nothing from the events (SPEC SEARCH-1). */
import { decodeEvents } from "../protocol/decode-events.ts";
import type { SearchPage } from "../protocol/search-page.ts";
import type { SearchRequest } from "./api.ts";
import type { Environment } from "./environment.ts";
import { parseProblem } from "./problem-details.ts";
import { clientError, errorFromEvent, type RoomError } from "./room-error.ts";
import { hasFields, parseJsonAs } from "./json-guard.ts";

const TIMEOUT_MS = 10_000;

interface SearchContext {
  readonly environment: Pick<Environment, "fetch" | "setTimer">;
  readonly room: URL;
  readonly token: string | undefined;
}

/** @throws RoomError, or the signal's reason once it aborts */
export async function searchRoom(
  { environment, room, token }: SearchContext,
  request: SearchRequest,
): Promise<SearchPage> {
  const { query, before, signal } = request;
  const url = new URL(`${room.href}/search`);
  url.searchParams.set("q", query);
  if (before !== undefined) url.searchParams.set("before", `${before}`);
  const timeout = new AbortController();
  const cancelTimeout = environment.setTimer(() => timeout.abort(), TIMEOUT_MS);
  try {
    const response = await environment.fetch(url.href, {
      headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
      signal: signal === undefined ? timeout.signal : AbortSignal.any([signal, timeout.signal]),
    });
    const body = await response.text();
    const page = response.status === 200 ? parseJsonAs(body, isSearchPage) : undefined;
    if (page === undefined) throw searchError(body, response.headers.get("Retry-After"));
    const events = decodeEvents(JSON.stringify(page.events)).filter((event) => event.type === "message");
    return { ...page, events };
  } catch (error) {
    signal?.throwIfAborted();
    if (timeout.signal.aborted) throw clientError("timeout");
    throw error instanceof TypeError ? clientError("not_connected") : error;
  } finally {
    cancelTimeout();
  }
}

function isSearchPage(value: unknown): value is SearchPage {
  return hasFields(value, { position: "string", events: "object", more: "boolean", before: "number?" });
}

function searchError(body: string, retryAfter: string | null): RoomError {
  const { code, detail: message } = parseProblem(body) ?? {};
  if (code === undefined) return clientError("not_connected");
  const seconds = Number.parseInt(retryAfter ?? "", 10);
  const wait = Number.isNaN(seconds) ? {} : { retryAfterMs: seconds * 1_000 };
  return errorFromEvent({ type: "error", code, message: message ?? code, ...wait });
}
