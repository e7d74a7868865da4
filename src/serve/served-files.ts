/** The static files of public/ with their response headers, from the rules of `public/_headers`. */
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";
import type { ServedFile } from "./runtime/served-file.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ts": "text/plain; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".whl": "application/octet-stream",
};

const COMPRESSED = new Set([".css", ".html", ".js", ".json", ".svg", ".ts"]);

/** The platform's own file, which is not served. */
const HEADERS_FILE = "_headers";

/**
 * Copies `folder` to `target` with a compressed copy of each text, and returns the files by their URL path: a document has it
 * without `.html`, and an index with a slash at the end, as on the platform (`html_handling`).
 */
export function copyFiles(folder: string, target: string): Record<string, ServedFile> {
  const rules = parseHeaderRules(readFileSync(join(folder, HEADERS_FILE), "utf8"));
  mkdirSync(target, { recursive: true });
  cpSync(folder, target, { recursive: true });
  const served: Record<string, ServedFile> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (!entry.isFile() || entry.name === HEADERS_FILE) continue;
    const path = `/${relative(folder, file).split(sep).join("/")}`;
    const url = path.replace(/(?:\/index)?\.html$/, (end) => (end === ".html" ? "" : "/"));
    served[url] = { ...serve(path, readFileSync(file), target, headersFor(url, rules)), file: path };
  }
  return served;
}

function serve(
  path: string,
  contents: Buffer,
  target: string,
  ruled: Readonly<Record<string, string>>,
): Omit<ServedFile, "file"> {
  const extension = extname(path);
  const headers = {
    "Content-Type": TYPES[extension] ?? "application/octet-stream",
    "Cache-Control": "public, max-age=0, must-revalidate",
    ETag: `"${createHash("sha256").update(contents).digest("hex").slice(0, 32)}"`,
    ...ruled,
  };
  if (!COMPRESSED.has(extension)) return { headers };
  const gzip = `${path}.gz`;
  writeFileSync(join(target, gzip), gzipSync(contents, { level: 9 }));
  return { headers, gzip };
}

interface HeaderRule {
  readonly pattern: RegExp;
  readonly set: readonly (readonly [name: string, value: string])[];
  /** headers of earlier rules that this one removes */
  readonly removed: readonly string[];
}

/** Rules of a path pattern, with `*` for anything, and indented headers; `! Name` removes one (Workers static assets). */
function parseHeaderRules(text: string): HeaderRule[] {
  return text
    .split(/\n(?=\/)/)
    .filter((block) => block.startsWith("/"))
    .map((block) => {
      const [path = "", ...lines] = block.split("\n").map((line) => line.trim());
      const headers = lines.filter((line) => line.includes(":") && !line.startsWith("#"));
      return {
        pattern: new RegExp(`^${path.split("*").map(escapePattern).join(".*")}$`),
        set: headers.map((line) => [
          line.slice(0, line.indexOf(":")).trim(),
          line.slice(line.indexOf(":") + 1).trim(),
        ]),
        removed: lines.filter((line) => line.startsWith("!")).map((line) => line.slice(1).trim()),
      };
    });
}

/** The headers that the rules give `path`; what two rules set has both values, as on the platform. */
function headersFor(path: string, rules: readonly HeaderRule[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { pattern, set, removed } of rules) {
    if (!pattern.test(path)) continue;
    for (const name of removed) delete headers[name];
    for (const [name, value] of set)
      headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return headers;
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
