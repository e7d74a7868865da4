/** The size budgets of the pages, gzipped. The build fails over budget: a room must open fast on a slow phone. */
import type { AssetManifest } from "../worker/pages/assets.ts";

const KIB = 1024;
const KB = 1000;

/** `script` is every chunk that a page loads at once, with the largest of its languages. */
export const BUDGETS_BYTES = {
  room: { script: 45 * KB, style: 10 * KIB },
  landing: { script: 12 * KIB, style: 10 * KIB },
  offline: { script: 4 * KB, style: 6 * KIB },
  plain: { script: 0, style: 6 * KIB },
} as const satisfies Record<PageName, object>;

/** Of what other sites load in their own pages, by name in public/. */
export const EMBED_BUDGETS_BYTES: Readonly<Record<string, number>> = {
  "embed.js": 2 * KB,
  "embed-extras.js": 2 * KB,
};

export type PageName = keyof AssetManifest;
export const PAGES = Object.keys(BUDGETS_BYTES) as PageName[];

/** Whether the page has a script. */
export function isScripted(page: PageName): boolean {
  return BUDGETS_BYTES[page].script > 0;
}
