/** The caching rules of the service worker. It caches the app shell, never messages. */

/** The app shell of this version, from the build. */
export interface AppShell {
  /** a hash of everything in it */
  readonly version: string;
  /** precached: the assets that the pages load at once, their small lazy chunks, and the offline page */
  readonly urls: readonly string[];
  /** the script of a room's page; a cached page that names another is of another version */
  readonly roomScript: string;
}

export const OFFLINE_URL = "/offline";

/** The pages of this many rooms are cached; each contains the room's name, a language and asset URLs. */
export const MAX_CACHED_ROOMS = 30;

const CACHE_PREFIX = "majlis-";

export interface CacheNames {
  readonly assets: string;
  readonly rooms: string;
}

export function cacheNames(version: string): CacheNames {
  return { assets: `${CACHE_PREFIX}assets-${version}`, rooms: `${CACHE_PREFIX}rooms-${version}` };
}

/** Our caches of other versions. Caches without our prefix belong to others on this origin, and are left alone. */
export function staleCaches(names: readonly string[], version: string): string[] {
  const { assets, rooms } = cacheNames(version);
  return names.filter((name) => name.startsWith(CACHE_PREFIX) && name !== assets && name !== rooms);
}

export function isRoomsCache(name: string): boolean {
  return name.startsWith(`${CACHE_PREFIX}rooms-`);
}

export type CacheStrategy =
  /** immutable: cache first, else network, then cached */
  | "asset"
  /** a room's page: network first, then cached; else the cached one */
  | "room"
  /** any other page: network, else the offline page */
  | "page"
  /** not handled by the service worker */
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
    // A frame belongs to the page of another site.
    if (destination !== "document") return "none";
    return ROOM_PAGE.test(pathname) && !searchParams.has("help") ? "room" : "page";
  }
  return HASHED_ASSET.test(pathname) || shell.urls.includes(pathname) ? "asset" : "none";
}
