/** What this browser has stored of a room, in all its keys. */
import type { KeyValueStorage } from "../../client/api.ts";
import { guestKey } from "../../client/client-identity.ts";
import { hasFields, parseJsonAs } from "../../client/json-guard.ts";
import type { TicketGrant } from "../../protocol/ticket-grant.ts";
import { forgetRoom } from "./recent-rooms.ts";
import { removeSavedOf } from "./saved-messages.ts";

/** The stored token of this browser's guest; undefined if there is none. */
export function storedToken(storage: KeyValueStorage, url: URL): string | undefined {
  return parseJsonAs(storage.get(guestKey(url.href)), isGuest)?.token;
}

/** Stores the guest that the room made, whom the next client of the room joins as. */
export function storeGuest(storage: KeyValueStorage, url: URL, { self, at }: TicketGrant): void {
  const issuedAt = Date.now();
  const { id: member, token, ticketKey } = self;
  const guest = { member, token, ticketKey, issuedAt, clockOffsetMs: at - issuedAt };
  storage.set(guestKey(url.href), JSON.stringify(guest));
}

export function deleteStoredGuest(storage: KeyValueStorage, url: URL): void {
  storage.remove(guestKey(url.href));
}

/**
 * Deletes all of it: the guest, drafts, unsent and saved messages, how far was read, the mute, the place among the recent
 * rooms. Keys are `majlis:` and a word, then the room's name or its URL, which a tab's own id may follow.
 */
export function deleteStoredRoom(storage: KeyValueStorage, room: string, url: URL): void {
  for (const key of storage.keys()) {
    const owner = /^majlis:[a-z-]+:(.*)$/s.exec(key)?.[1];
    if (owner === room || owner === url.href || owner?.startsWith(`${url.href} `) === true)
      storage.remove(key);
  }
  removeSavedOf(storage, room);
  forgetRoom(storage, room);
}

function isGuest(value: unknown): value is { readonly token: string } {
  return hasFields(value, { token: "string" });
}
