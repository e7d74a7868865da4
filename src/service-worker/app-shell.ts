/** What the service worker does with what a page asks for. Nothing that was said in a room is ever kept by it. */

/** What the build put into this version. */
export interface AppShell {
  /** changes with anything in it */
  readonly version: string;
  /** all that the pages load at once, and the page that is shown where there is no network */
  readonly urls: readonly string[];
  /** told apart by it: a room's page of this version, and of another */
  readonly roomScript: string;
}

export const OFFLINE_URL = "/offline";

/** Pages of this many rooms are kept; each holds the room's name, a language and addresses of assets. */
export const MAX_CACHED_ROOMS = 30;

const CACHE_PREFIX = "majlis-";

export interface CacheNames {
  readonly assets: string;
  readonly rooms: string;
}

export function cacheNames(version: string): CacheNames {
  return { assets: `${CACHE_PREFIX}assets-${version}`, rooms: `${CACHE_PREFIX}rooms-${version}` };
}

/** Caches of ours that are of another version. Whatever else the origin keeps is not ours to remove. */
export function staleCaches(names: readonly string[], version: string): string[] {
  const { assets, rooms } = cacheNames(version);
  return names.filter((name) => name.startsWith(CACHE_PREFIX) && name !== assets && name !== rooms);
}

export function isRoomsCache(name: string): boolean {
  return name.startsWith(`${CACHE_PREFIX}rooms-`);
}

export type CacheStrategy =
  /** never changes under its name: from the cache, else from the network and kept */
  | "asset"
  /** a room's page: from the network and kept, else the kept one */
  | "room"
  /** any other page: from the network, else the page that says there is none */
  | "page"
  /** the browser's own business */
  | "none";

export interface RequestTraits {
  readonly method: string;
  readonly mode: string;
  readonly destination: string;
  readonly url: string;
}

const HASHED_ASSET = /^\/assets\/[\w-]+-[A-Z0-9]{8}\.(?:js|css)$/;
const ROOM_PAGE = /^\/r\/[^/]+$/;

export function cacheStrategy(
  { method, mode, destination, url }: RequestTraits,
  shell: AppShell,
  origin: string,
): CacheStrategy {
  const { origin: requestOrigin, pathname, searchParams } = new URL(url);
  if (method !== "GET" || requestOrigin !== origin) return "none";
  if (mode === "navigate") {
    // A frame is somebody else's page.
    if (destination !== "document") return "none";
    return ROOM_PAGE.test(pathname) && !searchParams.has("help") ? "room" : "page";
  }
  return HASHED_ASSET.test(pathname) || shell.urls.includes(pathname) ? "asset" : "none";
}
