/** Searches a room over HTTP, so that a response of any size delays no event (SPEC SEARCH-1). */
import { decodeEvents } from "../protocol/decode-events.ts";
import type { SearchPage } from "../protocol/search-page.ts";
import type { SearchRequest } from "./api.ts";
import type { Platform } from "./platform.ts";
import { parseProblem, retryAfterMs } from "./problem-details.ts";
import { clientError, errorFromEvent, type RoomError } from "./room-error.ts";
import { hasFields, parseJsonAs } from "./json-guard.ts";
import { Timer } from "./timer.ts";

const TIMEOUT_MS = 10_000;

interface SearchContext {
  readonly platform: Platform;
  readonly room: URL;
  readonly token: string | undefined;
}

/**
 * Resolves with one page of the messages that match, newest first.
 * @throws RoomError, or the reason of `request.signal` once it aborts
 */
export async function searchRoom(
  { platform, room, token }: SearchContext,
  request: SearchRequest,
): Promise<SearchPage> {
  const { query, before, signal } = request;
  const url = new URL(`${room.href}/search`);
  url.searchParams.set("q", query);
  if (before !== undefined) url.searchParams.set("before", `${before}`);
  const timeout = new AbortController();
  const timer = new Timer(platform);
  timer.start(TIMEOUT_MS, () => timeout.abort());
  try {
    const response = await platform.fetch(url.href, {
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
    timer.stop();
  }
}

function isSearchPage(value: unknown): value is SearchPage {
  return hasFields(value, { position: "string", events: "object", more: "boolean", before: "number?" });
}

function searchError(body: string, retryAfter: string | null): RoomError {
  const { code, detail: message } = parseProblem(body) ?? {};
  if (code === undefined) return clientError("not_connected");
  return errorFromEvent({ type: "error", code, message: message ?? code, ...retryAfterMs(retryAfter) });
}
