/**
 * Opens the pages where there is no network. It caches the shell and nothing that was said.
 *
 * A new version waits until no page of the old one is open, so that no page loses the parts that it has yet to load.
 */
import { pageToLeadTo, type Pressed, type ToldOf } from "./called-back.ts";
import {
  cacheNames,
  cachesOfOthers,
  handlingOf,
  isRoomsCache,
  MAX_ROOMS,
  OFFLINE_URL,
  type Shell,
} from "./shell.ts";

declare const self: ServiceWorkerGlobalScope;
/** written in by the build */
declare const SHELL: Shell;

const names = cacheNames(SHELL.version);
/** Languages and cookies vary a page; whichever was kept is better than none. */
const ANY_FORM: CacheQueryOptions = { ignoreVary: true, ignoreSearch: true };

self.addEventListener("install", (event) => event.waitUntil(fillCache()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const handling = handlingOf(event.request, SHELL, self.location.origin);
  if (handling === "asset") event.respondWith(asset(event));
  else if (handling === "room") event.respondWith(room(event));
  else if (handling === "page") event.respondWith(page(event));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(leadBack(event.notification.data as ToldOf));
});

async function fillCache(): Promise<void> {
  const cache = await caches.open(names.assets);
  // What the pages have loaded already, under names that never change, is not asked for again.
  const isLasting = (url: string) => url.startsWith("/assets/");
  await cache.addAll(
    SHELL.urls.map((url) => new Request(url, { cache: isLasting(url) ? "default" : "no-cache" })),
  );
}

/** Runs when no page of another version is open. */
async function takeOver(): Promise<void> {
  const others = cachesOfOthers(await caches.keys(), SHELL.version);
  await Promise.all(others.filter(isRoomsCache).map(adoptRooms));
  await Promise.all(others.map((name) => caches.delete(name)));
  // A page need not wait for this worker to be started before it is asked for.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
  const pages = await self.clients.matchAll({ type: "window" });
  await Promise.all(pages.map(({ url }) => keepOpenRoom(url)));
}

/** Pages of rooms that came with the new version, while the old worker was still at work. */
async function adoptRooms(name: string): Promise<void> {
  const [old, own] = [await caches.open(name), await caches.open(names.rooms)];
  for (const request of await old.keys()) {
    const response = await old.match(request, ANY_FORM);
    if (response !== undefined && (await response.clone().text()).includes(SHELL.roomScript))
      await own.put(request, response);
  }
}

/** The page that led here was there before the worker was. */
async function keepOpenRoom(url: string): Promise<void> {
  const asked = { method: "GET", mode: "navigate", destination: "document", url };
  if (handlingOf(asked, SHELL, self.location.origin) !== "room") return;
  try {
    await keepRoom(url, await fetch(url, { headers: { Accept: "text/html" } }));
  } catch {
    // Offline already: it is kept when it is next opened.
  }
}

/** To the message that a notification told of: in a page of its room that is open, else in a new one. */
async function leadBack({ path, seq }: ToldOf): Promise<void> {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = pageToLeadTo(pages, path);
  if (open === undefined) {
    await self.clients.openWindow(`${path}#${seq}`);
    return;
  }
  const pressed: Pressed = { type: "majlis:pressed", seq };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's client is of its own origin
  open.postMessage(pressed);
  await open.focus();
}

async function asset({ request }: FetchEvent): Promise<Response> {
  const cache = await caches.open(names.assets);
  const kept = await cache.match(request, ANY_FORM);
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

async function room(event: FetchEvent): Promise<Response> {
  const { url } = event.request;
  try {
    const response = await fromNetwork(event);
    event.waitUntil(keepRoom(url, response.clone()));
    return response;
  } catch {
    const rooms = await caches.open(names.rooms);
    return (await rooms.match(keyOf(url), ANY_FORM)) ?? offlinePage();
  }
}

async function page(event: FetchEvent): Promise<Response> {
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
  const kept = await caches.match(OFFLINE_URL, ANY_FORM);
  return kept ?? Response.error();
}

async function keepRoom(url: string, response: Response): Promise<void> {
  const isPage = response.ok && (response.headers.get("Content-Type") ?? "").startsWith("text/html");
  // A browser takes no answer for a page that was led elsewhere.
  if (!isPage || response.redirected) return;
  const rooms = await caches.open(names.rooms);
  await rooms.put(keyOf(url), response);
  const kept = await rooms.keys();
  await Promise.all(kept.slice(0, -MAX_ROOMS).map((oldest) => rooms.delete(oldest)));
}

function keyOf(url: string): string {
  return new URL(url).pathname;
}
