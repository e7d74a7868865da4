/**
 * Opens the pages where there is no network. It caches the shell and nothing that was said.
 *
 * A new version waits until no page of the old one is open, so that no page loses the parts that it has yet to load.
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
/** written in by the build */
declare const SHELL: AppShell;

const names = cacheNames(SHELL.version);
/** Languages and cookies vary a page; whichever was kept is better than none. */
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
  // What the pages have loaded already, under names that never change, is not asked for again.
  const isImmutable = (url: string) => url.startsWith("/assets/");
  await cache.addAll(
    SHELL.urls.map((url) => new Request(url, { cache: isImmutable(url) ? "default" : "no-cache" })),
  );
}

/** Runs when no page of another version is open. */
async function activate(): Promise<void> {
  const staleNames = staleCaches(await caches.keys(), SHELL.version);
  await Promise.all(staleNames.filter(isRoomsCache).map(migrateRooms));
  await Promise.all(staleNames.map((name) => caches.delete(name)));
  // A page need not wait for this worker to be started before it is asked for.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
  const pages = await self.clients.matchAll({ type: "window" });
  await Promise.all(pages.map(({ url }) => cacheOpenRoom(url)));
}

/** Pages of rooms that came with the new version, while the old worker was still at work. */
async function migrateRooms(name: string): Promise<void> {
  const [previous, current] = [await caches.open(name), await caches.open(names.rooms)];
  for (const request of await previous.keys()) {
    const response = await previous.match(request, MATCH_OPTIONS);
    if (response !== undefined && (await response.clone().text()).includes(SHELL.roomScript))
      await current.put(request, response);
  }
}

/** The page that led here was there before the worker was. */
async function cacheOpenRoom(url: string): Promise<void> {
  const traits = { method: "GET", mode: "navigate", destination: "document", url };
  if (cacheStrategy(traits, SHELL, self.location.origin) !== "room") return;
  try {
    await cacheRoom(url, await fetch(url, { headers: { Accept: "text/html" } }));
  } catch {
    // Offline already: it is kept when it is next opened.
  }
}

/** To the message that a notification told of: in a page of its room that is open, else in a new one. */
async function openNotification({ path, seq }: NotificationData): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const openPage = pageToFocus(pages, path);
  if (openPage === undefined) {
    await self.clients.openWindow(`${path}#${seq}`);
    return;
  }
  const click: NotificationClick = { type: "majlis:pressed", seq };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's client is of its own origin
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
  const isPage = response.ok && (response.headers.get("Content-Type") ?? "").startsWith("text/html");
  // A browser takes no answer for a page that was led elsewhere.
  if (!isPage || response.redirected) return;
  const rooms = await caches.open(names.rooms);
  await rooms.put(cacheKey(url), response);
  const cached = await rooms.keys();
  await Promise.all(cached.slice(0, -MAX_CACHED_ROOMS).map((oldest) => rooms.delete(oldest)));
}

function cacheKey(url: string): string {
  return new URL(url).pathname;
}
