/**
 * Pictures of pages in test/output, for people to look at. Nothing compares them, and to draw one takes a processor as long as
 * many checks: only with `PICTURES=1`.
 */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { PROJECT_ROOT } from "./project-root.ts";

export const ARE_PICTURES_WANTED = process.env["PICTURES"] === "1";

/** Saves a picture as test/output/`name`.png. */
export async function takePicture(page: Page, name: string, { fullPage = false } = {}): Promise<void> {
  if (!ARE_PICTURES_WANTED) return;
  const path = join(PROJECT_ROOT, "test/output", `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path, fullPage });
}
