/** The public declarations, made only after a change: the compiler takes longer than the rest of the build. */
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { publicDeclarations, type PublicDeclarations } from "./public-declarations.ts";

/** What the declarations are made from and by; the lock file has the compiler's version. */
const SOURCES = ["src/{build/declarations,client,embed,protocol,text}/**/*.{ts,json}", "package-lock.json"];
const CACHE = "node_modules/.cache/majlis-declarations.json";

interface Cached {
  readonly hash: string;
  readonly declarations: PublicDeclarations;
}

export function cachedDeclarations(root: string): PublicDeclarations {
  const path = `${root}${CACHE}`;
  const hash = sourceHash(root);
  const cached = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Cached) : undefined;
  if (cached?.hash === hash) return cached.declarations;
  const declarations = publicDeclarations(root);
  mkdirSync(dirname(path), { recursive: true });
  // Two builds may run at once.
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify({ hash, declarations } satisfies Cached));
  renameSync(temporary, path);
  return declarations;
}

function sourceHash(root: string): string {
  const hash = createHash("sha256");
  for (const file of globSync(SOURCES, { cwd: root }).sort())
    hash.update(`${file}\n`).update(readFileSync(`${root}${file}`));
  return hash.digest("hex");
}
