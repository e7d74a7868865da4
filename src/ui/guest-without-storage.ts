/**
 * The guest of a page whose browser keeps no storage for it, such as a frame of a site where third-party storage is
 * blocked: their token is kept in a partitioned cookie (SPEC ID-11). Loaded only there.
 */
import type { KeyValueStorage } from "../client/api.ts";
import type { BaseRoomApi } from "../client/base-room-client.ts";
import { guestKey } from "../client/client-identity.ts";
import { hasFields, parseJsonAs } from "../client/json-guard.ts";
import { GuestSharing } from "./browser/guest-sharing.ts";
import { isGuestName } from "./i18n/is-guest-name.ts";
import type { Strings } from "./i18n/strings.ts";
import { savePreferredName } from "./models/preferred-name.ts";

interface Claims {
  readonly member: string;
  readonly name: string;
}

function isClaims(value: unknown): value is Claims {
  return hasFields(value, { member: "string", name: "string" });
}

function isCookieAnswer(value: unknown): value is { readonly token: string } {
  return hasFields(value, { token: "string" });
}

export interface GuestWithoutStorage {
  /** Keeps the token of the guest that this page joins as. */
  keep(room: BaseRoomApi): void;
}

/**
 * Puts the kept guest into `storage`, which lasts as long as the page, before the room is joined. Undefined where there
 * are no cookies either: in an opaque origin, or over plain HTTP.
 */
export async function restoreGuest(
  roomUrl: URL,
  storage: KeyValueStorage,
  strings: Strings,
): Promise<GuestWithoutStorage | undefined> {
  if (!isSecureContext || origin === "null") return undefined;
  const cookieUrl = `${roomUrl.href}/guest-cookie`;
  const store = (token: string): void => {
    const claims = claimsOf(token);
    if (claims === undefined) return;
    storage.set(guestKey(roomUrl.href), JSON.stringify({ member: claims.member, token }));
    // A guest who has chosen no name is asked for one.
    if (!isGuestName(strings, claims.name)) savePreferredName(storage, claims.name);
  };
  const sharing = new GuestSharing(`majlis:guest:${roomUrl.href}`, store);
  const token = await readCookie(cookieUrl).catch(() => undefined);
  if (token === undefined) await sharing.awaitTurn();
  else store(token);
  return { keep: (room) => keepToken(room, cookieUrl, sharing) };
}

function keepToken(room: BaseRoomApi, cookieUrl: string, sharing: GuestSharing): void {
  let kept: NonNullable<BaseRoomApi["self"]> | undefined;
  const keep = (self: NonNullable<BaseRoomApi["self"]>): void => {
    // A token of a site is the site's: it is kept nowhere.
    if (self.vouched === true) return;
    // Each join renews the token: only another member or name is worth a request.
    if (self.id === kept?.id && self.name === kept.name) return;
    // Renamed by another frame, which keeps the new token.
    if (self.token === kept?.token) return;
    kept = self;
    sharing.share(self.token);
    const headers = { Authorization: `Bearer ${self.token}` };
    // Without it the next visit is a new guest's.
    fetch(cookieUrl, { method: "PUT", headers, keepalive: true }).catch(() => undefined);
  };
  room.on("self", keep);
  room.on("welcome", ({ self }) => keep(self));
}

async function readCookie(url: string): Promise<string | undefined> {
  const response = await fetch(url, { cache: "no-store" });
  if (response.status !== 200) return undefined;
  return parseJsonAs(await response.text(), isCookieAnswer)?.token;
}

/** The payload of a guest's token (SPEC ID-2); the room verifies it. */
function claimsOf(token: string): Claims | undefined {
  const payload = token.slice(0, token.indexOf(".")).replaceAll("-", "+").replaceAll("_", "/");
  try {
    const bytes = Uint8Array.from(atob(payload), (character) => character.charCodeAt(0));
    return parseJsonAs(new TextDecoder().decode(bytes), isClaims);
  } catch {
    return undefined;
  }
}
