/** What owners and moderators request beside the connection (SPEC HTTP-22): the answers are for them alone. */
import type { LinkRequest, RoomLink } from "../protocol/room-link.ts";
import type { RoomKeyInfo, RoomKeyRequest } from "../protocol/room-keys.ts";
import type { TokenRevocation } from "../protocol/token-revocation.ts";
import { hasFields } from "./json-guard.ts";
import type { Platform } from "./platform.ts";
import { requestDone, requestJson, type RoomRequest } from "./request-json.ts";

export interface ManagementContext {
  readonly platform: Platform;
  readonly room: URL;
  readonly token: string | undefined;
}

/** Makes a link that gives a role (SPEC OWN-7). @throws RoomError, as each of these functions does */
export function createLink(context: ManagementContext, request: LinkRequest): Promise<RoomLink> {
  return requestJson(context.platform, {
    ...requestTo(context, "POST", "/links", request),
    isValid: isLink,
  });
}

/** The links that the sender may make, the first to expire first. */
export async function listLinks(context: ManagementContext): Promise<readonly RoomLink[]> {
  const { links } = await requestJson(context.platform, {
    ...requestTo(context, "GET", "/links"),
    isValid: isLinkList,
  });
  return links;
}

/** Revokes a link at once. */
export function revokeLink(context: ManagementContext, id: string): Promise<void> {
  return requestDone(context.platform, requestTo(context, "DELETE", `/links/${encodeURIComponent(id)}`));
}

/** Adds a key with which a site vouches in this room, or replaces the one of that `kid` (SPEC VOUCH-11). */
export function putKey(
  context: ManagementContext,
  kid: string,
  request: RoomKeyRequest,
): Promise<RoomKeyInfo> {
  return requestJson(context.platform, {
    ...requestTo(context, "PUT", `/keys/${encodeURIComponent(kid)}`, request),
    isValid: isKey,
  });
}

/** The keys of this room, the oldest first, without what they consist of. */
export async function listKeys(context: ManagementContext): Promise<readonly RoomKeyInfo[]> {
  const { keys } = await requestJson(context.platform, {
    ...requestTo(context, "GET", "/keys"),
    isValid: isKeyList,
  });
  return keys;
}

/** Removes a key, and with it what it vouched for (SPEC VOUCH-13). */
export function removeKey(context: ManagementContext, kid: string): Promise<void> {
  return requestDone(context.platform, requestTo(context, "DELETE", `/keys/${encodeURIComponent(kid)}`));
}

/** Refuses one token of a site in this room from now on (SPEC VOUCH-14). */
export function revokeSiteToken(context: ManagementContext, request: TokenRevocation): Promise<void> {
  return requestDone(context.platform, requestTo(context, "POST", "/revocations", request));
}

/** Deletes the room for good (SPEC OWN-9). */
export function deleteRoom(context: ManagementContext): Promise<void> {
  return requestDone(context.platform, requestTo(context, "DELETE", ""));
}

/** Replaces the owner key, and resolves with the new one, which is given out this once (SPEC OWN-8). */
export async function renewOwnerKey(context: ManagementContext): Promise<string> {
  const { ownerKey } = await requestJson(context.platform, {
    ...requestTo(context, "POST", "/owner-key"),
    isValid: (value): value is { readonly ownerKey: string } => hasFields(value, { ownerKey: "string" }),
  });
  return ownerKey;
}

function requestTo(
  { room, token }: ManagementContext,
  method: string,
  path: string,
  body?: unknown,
): RoomRequest {
  const headers = {
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { "Content-Type": "application/json" }),
  };
  return {
    url: `${room.href}${path}`,
    init: { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) },
  };
}

function isLink(value: unknown): value is RoomLink {
  return hasFields(value, {
    id: "string",
    url: "string",
    role: "string",
    expiresAt: "number",
    uses: "number?",
  });
}

function isLinkList(value: unknown): value is { readonly links: readonly RoomLink[] } {
  return (
    hasFields(value, { links: "object" }) && Array.isArray(value["links"]) && value["links"].every(isLink)
  );
}

function isKey(value: unknown): value is RoomKeyInfo {
  return hasFields(value, {
    kid: "string",
    iss: "string",
    alg: "string",
    maxRole: "string",
    createdAt: "number",
  });
}

function isKeyList(value: unknown): value is { readonly keys: readonly RoomKeyInfo[] } {
  return hasFields(value, { keys: "object" }) && Array.isArray(value["keys"]) && value["keys"].every(isKey);
}
