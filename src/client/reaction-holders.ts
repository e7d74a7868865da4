import type { HolderPage } from "../protocol/holder-page.ts";
import type { HoldersRequest } from "./api.ts";
import { hasFields } from "./json-guard.ts";
import type { Platform } from "./platform.ts";
import { requestJson } from "./request-json.ts";

/**
 * Resolves with one page of the members who hold an emoji on a message (SPEC REACT-4).
 * @throws RoomError, or the reason of `request.signal` once it aborts
 */
export function requestHolders(
  platform: Platform,
  room: URL,
  { seq, emoji, after, signal }: HoldersRequest,
): Promise<HolderPage> {
  const query = after === undefined ? "" : `?${new URLSearchParams({ after })}`;
  const url = `${room.href}/messages/${seq}/reactions/${encodeURIComponent(emoji)}${query}`;
  return requestJson(platform, { url, init: { method: "GET" }, isValid: isHolderPage, signal });
}

function isHolderPage(value: unknown): value is HolderPage {
  return (
    hasFields(value, { holders: "object", more: "boolean", after: "string?" }) &&
    Array.isArray(value["holders"]) &&
    value["holders"].every((holder) => hasFields(holder, { id: "string", name: "string" }))
  );
}
