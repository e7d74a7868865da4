/** Writes the built files into a folder, and removes all others. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { BuiltFile } from "./outputs.ts";

/** Writes only files that changed, and removes only stale ones: each write reloads the development server. */
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
