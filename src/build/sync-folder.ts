/** Makes a folder hold exactly the built files. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { BuiltFile } from "./outputs.ts";

/** Writes only what changed and removes only what is stale: every write makes the development server reload. */
export function syncFolder(folder: string, files: readonly BuiltFile[]): void {
  mkdirSync(folder, { recursive: true });
  const existing = new Set(readdirSync(folder));
  for (const { name, contents } of files) {
    writeIfChanged(`${folder}/${name}`, contents);
    existing.delete(name);
  }
  for (const stale of existing) rmSync(`${folder}/${stale}`);
}

export function writeIfChanged(path: string, contents: Uint8Array): void {
  if (!existsSync(path) || !readFileSync(path).equals(contents)) writeFileSync(path, contents);
}
