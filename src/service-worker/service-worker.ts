/**
 * Makes the pages open offline. It caches the app shell, never messages.
 *
 * A new version waits until no page of the old version is open, so that no page loses chunks that it has yet to load.
 */
import { pageToFocus, type NotificationClick, type NotificationData } from "./notification-click.ts";
import {
  cacheNames,
  staleCaches,
  cacheStrategy,
  isRoomsCache,
  MAX_CACHED_ROOMS,
  OFFLINE_URL,
  type AppShell,
} from "./app-shell.ts";

declare const self: ServiceWorkerGlobalScope;
/** defined by the build */
declare const SHELL: AppShell;

const names = cacheNames(SHELL.version);
/** The status of a room that was deleted (SPEC OWN-9). */
const GONE = 410;
/** A page varies by language and cookie; offline, any cached variant is better than none. */
const MATCH_OPTIONS: CacheQueryOptions = { ignoreVary: true, ignoreSearch: true };

self.addEventListener("install", (event) => event.waitUntil(precache()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const strategy = cacheStrategy(event.request, SHELL, self.location.origin);
  if (strategy === "asset") event.respondWith(respondWithAsset(event));
  else if (strategy === "room") event.respondWith(respondWithRoom(event));
  else if (strategy === "page") event.respondWith(respondWithPage(event));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openNotification(event.notification.data as NotificationData));
});

async function precache(): Promise<void> {
  const cache = await caches.open(names.assets);
  // Hashed assets are immutable: the HTTP cache may have them from the page already.
  const isImmutable = (url: string) => url.startsWith("/assets/");
  await cache.addAll(
    SHELL.urls.map((url) => new Request(url, { cache: isImmutable(url) ? "default" : "no-cache" })),
  );
}

/** Removes the caches of other versions, none of whose pages is open any more. */
async function activate(): Promise<void> {
  const staleNames = staleCaches(await caches.keys(), SHELL.version);
  await Promise.all(staleNames.filter(isRoomsCache).map(migrateRooms));
  await Promise.all(staleNames.map((name) => caches.delete(name)));
  // A navigation does not wait for the service worker to start.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
  const pages = await self.clients.matchAll({ type: "window" });
  await Promise.all(pages.map(({ url }) => cacheOpenRoom(url)));
}

/** Keeps the room pages of the new version that the old service worker cached, after a deploy, into its own cache. */
async function migrateRooms(name: string): Promise<void> {
  const [previous, current] = [await caches.open(name), await caches.open(names.rooms)];
  for (const request of await previous.keys()) {
    const response = await previous.match(request, MATCH_OPTIONS);
    if (response !== undefined && (await response.clone().text()).includes(SHELL.roomScript))
      await current.put(request, response);
  }
}

/** Caches the page of an open room, which was loaded before the service worker controlled it. */
async function cacheOpenRoom(url: string): Promise<void> {
  const traits = { method: "GET", mode: "navigate", destination: "document", url };
  if (cacheStrategy(traits, SHELL, self.location.origin) !== "room") return;
  try {
    await cacheRoom(url, await fetch(url, { headers: { Accept: "text/html" } }));
  } catch {
    // Offline: it is cached when it is next opened.
  }
}

/** Opens the message of a notification: in an open page of its room, else in a new one. */
async function openNotification({ path, seq }: NotificationData): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const openPage = pageToFocus(pages, path);
  if (openPage === undefined) {
    await self.clients.openWindow(`${path}#${seq}`);
    return;
  }
  const click: NotificationClick = { type: "majlis:pressed", seq };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a client has the origin of its service worker
  openPage.postMessage(click);
  await openPage.focus();
}

async function respondWithAsset({ request }: FetchEvent): Promise<Response> {
  const cache = await caches.open(names.assets);
  const cached = await cache.match(request, MATCH_OPTIONS);
  if (cached !== undefined) return cached;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

async function respondWithRoom(event: FetchEvent): Promise<Response> {
  const { url } = event.request;
  try {
    const response = await fromNetwork(event);
    event.waitUntil(cacheRoom(url, response.clone()));
    return response;
  } catch {
    const rooms = await caches.open(names.rooms);
    return (await rooms.match(cacheKey(url), MATCH_OPTIONS)) ?? offlinePage();
  }
}

async function respondWithPage(event: FetchEvent): Promise<Response> {
  try {
    return await fromNetwork(event);
  } catch {
    return offlinePage();
  }
}

async function fromNetwork({ request, preloadResponse }: FetchEvent): Promise<Response> {
  const preloaded: unknown = await preloadResponse;
  return preloaded instanceof Response ? preloaded : fetch(request);
}

async function offlinePage(): Promise<Response> {
  const cached = await caches.match(OFFLINE_URL, MATCH_OPTIONS);
  return cached ?? Response.error();
}

async function cacheRoom(url: string, response: Response): Promise<void> {
  const rooms = await caches.open(names.rooms);
  // A room that was deleted is not to be read offline either.
  if (response.status === GONE) await rooms.delete(cacheKey(url), MATCH_OPTIONS);
  const isPage = response.ok && (response.headers.get("Content-Type") ?? "").startsWith("text/html");
  // A browser refuses a redirected response for a navigation.
  if (!isPage || response.redirected) return;
  await rooms.put(cacheKey(url), response);
  const cached = await rooms.keys();
  await Promise.all(cached.slice(0, -MAX_CACHED_ROOMS).map((oldest) => rooms.delete(oldest)));
}

function cacheKey(url: string): string {
  return new URL(url).pathname;
}
