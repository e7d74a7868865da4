/** A slow network for what a room's page loads after it is shown. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { PageAssets } from "../../src/worker/pages/assets.ts";
import { PROJECT_ROOT } from "./project-root.ts";
import type { User } from "./user.ts";

export interface HeldScripts {
  /** how many were requested */
  readonly count: number;
  /** Answers those that were requested, and any later one at once. */
  release(): void;
}

/**
 * Holds the scripts that are not among the first of the page, before the user opens a room; of these only the ones that have
 * `content`, if that is given.
 */
export async function holdLazyScripts({ page }: User, content = ""): Promise<HeldScripts> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let count = 0;
  const isLazy = lazyScripts();
  const isHeld = (url: URL) =>
    isLazy(url) && readFileSync(join(PROJECT_ROOT, "public", url.pathname), "utf8").includes(content);
  await page.route(isHeld, async (route) => {
    count++;
    await released;
    await route.continue();
  });
  return {
    get count() {
      return count;
    },
    release,
  };
}

/** Fails those scripts, as where the network is lost while the page opens. Returns the function that ends it. */
export async function failLazyScripts({ page }: User): Promise<() => Promise<void>> {
  const isLazy = lazyScripts();
  await page.route(isLazy, (route) => route.abort("connectionfailed"));
  return () => page.unroute(isLazy);
}

function lazyScripts(): (url: URL) => boolean {
  const first = firstScripts();
  return ({ pathname }) => /^\/assets\/.*\.js$/u.test(pathname) && !first.has(pathname);
}

function firstScripts(): ReadonlySet<string | undefined> {
  const manifest = readFileSync(join(PROJECT_ROOT, "public/assets/manifest.json"), "utf8");
  const { room } = JSON.parse(manifest) as { readonly room: PageAssets };
  return new Set([room.script, ...room.preload, ...Object.values(room.languages)]);
}
