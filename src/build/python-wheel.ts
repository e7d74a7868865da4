/**
 * The Python SDK as a wheel (Binary distribution format, packaging.python.org), which a deployment serves: `pip install
 * URL/python/majlis-….whl`. Python code needs no compiling, so no Python is needed to build it.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { PYTHON_WHEEL } from "../protocol/version.ts";
import type { BuiltFile } from "./outputs.ts";
import { zip, type ZipEntry } from "./zip.ts";

const PACKAGE = "majlis";

/** Builds the wheel of the package in `folder`, with the licence. */
export function pythonWheel(folder: string, license: Uint8Array): BuiltFile {
  const project = readFileSync(join(folder, "pyproject.toml"), "utf8");
  const info = `${PACKAGE}-${find(project, /^version = "(.+)"$/m)}.dist-info`;
  const text = (name: string, content: string) => ({
    path: `${info}/${name}`,
    contents: Buffer.from(content),
  });
  const entries = [
    ...packageFiles(folder),
    { path: `${info}/LICENSE`, contents: license },
    text("METADATA", metadata(project, readFileSync(join(folder, "README.md"), "utf8"))),
    text("WHEEL", "Wheel-Version: 1.0\nGenerator: majlis\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
    text(
      "entry_points.txt",
      `[console_scripts]\n${find(project, /^\[project\.scripts\]\n(.+)$/m).replaceAll('"', "")}\n`,
    ),
  ];
  const record = [...entries.map(recordLine), `${info}/RECORD,,`];
  return {
    name: PYTHON_WHEEL,
    contents: zip([...entries, text("RECORD", `${record.join("\n")}\n`)]),
  };
}

/** The modules and the mark of typed packages (PEP 561), in a fixed order. */
function packageFiles(folder: string): ZipEntry[] {
  return readdirSync(join(folder, PACKAGE), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.py$|^py\.typed$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(folder, file).split(sep).join("/"), contents: readFileSync(file) }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Core metadata 2.1. */
function metadata(project: string, readme: string): string {
  const dependencies = find(project, /^dependencies = \[(.*)\]$/m).matchAll(/"([^"]+)"/g);
  const fields = [
    "Metadata-Version: 2.1",
    `Name: ${find(project, /^name = "(.+)"$/m)}`,
    `Version: ${find(project, /^version = "(.+)"$/m)}`,
    `Summary: ${find(project, /^description = "(.+)"$/m)}`,
    `License: ${find(project, /^license = \{ text = "(.+)" \}$/m)}`,
    `Requires-Python: ${find(project, /^requires-python = "(.+)"$/m)}`,
    ...[...dependencies].map(([, dependency]) => `Requires-Dist: ${dependency}`),
    "Description-Content-Type: text/markdown",
  ];
  return `${fields.join("\n")}\n\n${readme}`;
}

function recordLine({ path, contents }: ZipEntry): string {
  return `${path},sha256=${createHash("sha256").update(contents).digest("base64url")},${contents.length}`;
}

function find(text: string, pattern: RegExp): string {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`pyproject.toml has no line ${pattern}`);
  return found;
}
