/** Forgets a room: in this browser all of it, and at the room the guest that this browser was (SPEC ID-20, ID-21). */
import type { KeyValueStorage } from "../../client/api.ts";
import { deleteStoredRoom, storedToken } from "../models/stored-room.ts";

/**
 * Deletes what is stored of `room` here at once, then its cached pages and its cookie, and revokes the token. Resolves
 * with false if the room could not be notified: the token then stays valid where else it is known, until it expires.
 */
export async function forgetRoom(storage: KeyValueStorage, room: string, url: URL): Promise<boolean> {
  const token = storedToken(storage, url);
  deleteStoredRoom(storage, room, url);
  const [isRevoked] = await Promise.all([
    token === undefined ? true : revokeToken(url, token),
    deleteCookie(url),
    deleteCachedPages(url),
  ]);
  return isRevoked;
}

/** The service worker caches a room's page by its path. */
export async function deleteCachedPages({ pathname }: URL): Promise<void> {
  // Absent over plain HTTP.
  const { caches } = globalThis as { readonly caches?: CacheStorage };
  const names = (await caches?.keys()) ?? [];
  await Promise.all(
    names.map(async (name) => {
      const cache = await caches?.open(name);
      for (const path of [pathname, `${pathname}/embed`])
        await cache?.delete(path, { ignoreSearch: true, ignoreVary: true });
    }),
  );
}

async function revokeToken(url: URL, token: string): Promise<boolean> {
  const headers = { Authorization: `Bearer ${token}` };
  const answer = await fetch(`${url.href}/me`, { method: "DELETE", headers, keepalive: true }).catch(
    () => undefined,
  );
  // A token that the room does not take any more needs no revocation.
  return answer !== undefined && (answer.ok || answer.status === 401);
}

async function deleteCookie(url: URL): Promise<void> {
  // Without cookies there is none to delete.
  await fetch(`${url.href}/guest-cookie`, { method: "DELETE", keepalive: true }).catch(() => undefined);
}
