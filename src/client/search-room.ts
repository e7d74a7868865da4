/** Searches a room over HTTP, so that a response of any size delays no event (SPEC SEARCH-1). */
import { decodeEvents } from "../protocol/decode-events.ts";
import type { SearchPage } from "../protocol/search-page.ts";
import type { SearchRequest } from "./api.ts";
import type { Platform } from "./platform.ts";
import { hasFields } from "./json-guard.ts";
import { requestJson } from "./request-json.ts";

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
  { query, before, signal }: SearchRequest,
): Promise<SearchPage> {
  const page = await requestJson(platform, {
    url: `${room.href}/search`,
    init: {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      },
      // Not in the URL, which servers keep in their logs (SPEC SEARCH-7).
      body: JSON.stringify({ q: query, before }),
    },
    isValid: isSearchPage,
    signal,
  });
  const events = decodeEvents(JSON.stringify(page.events)).filter((event) => event.type === "message");
  return { ...page, events };
}

function isSearchPage(value: unknown): value is SearchPage {
  return hasFields(value, { position: "string", events: "object", more: "boolean", before: "number?" });
}
