/** What a page may weigh, gzipped. The build fails past it: a room opens on a slow phone or it is not worth opening. */
import type { AssetManifest } from "../worker/pages/assets.ts";

const KIB = 1024;
const KB = 1000;

/** `script` counts every chunk a page loads at once, and the longest of its languages. */
export const BUDGETS_BYTES = {
  room: { script: 45 * KB, style: 10 * KIB },
  landing: { script: 12 * KIB, style: 10 * KIB },
  offline: { script: 4 * KB, style: 6 * KIB },
  plain: { script: 0, style: 6 * KIB },
} as const satisfies Record<PageName, object>;

export type PageName = keyof AssetManifest;
export const PAGES = Object.keys(BUDGETS_BYTES) as PageName[];

/** Whether a page has a script at all. */
export function isScripted(page: PageName): boolean {
  return BUDGETS_BYTES[page].script > 0;
}
