/** Whether what a build has written is there as it was written, and of these sources. */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The lock file has the versions of all that is bundled, and of what bundles. */
const SOURCES = ["src", "LICENSE", "package.json", "package-lock.json"];
/** With the files in public/ that are not built. */
const OUTPUTS = ["public", ".package"];
const RECORD = "node_modules/.cache/majlis-build.json";

interface Recorded {
  readonly sources: string;
  readonly outputs: string;
}

export class BuildRecord {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  isCurrent(): boolean {
    const recorded = this.#read();
    return recorded?.sources === this.hashSources() && recorded.outputs === this.#hash(OUTPUTS);
  }

  hashSources(): string {
    return this.#hash(SOURCES);
  }

  /** Call after a build. @param sources as they were before it */
  write(sources: string): void {
    const path = join(this.#root, RECORD);
    mkdirSync(dirname(path), { recursive: true });
    // Two builds may run at once.
    const temporary = `${path}.${process.pid}`;
    writeFileSync(temporary, JSON.stringify({ sources, outputs: this.#hash(OUTPUTS) } satisfies Recorded));
    renameSync(temporary, path);
  }

  #read(): Recorded | undefined {
    try {
      return JSON.parse(readFileSync(join(this.#root, RECORD), "utf8")) as Recorded;
    } catch {
      return undefined;
    }
  }

  #hash(paths: readonly string[]): string {
    const hash = createHash("sha256");
    for (const path of paths.flatMap((each) => this.#filesIn(each)).sort()) {
      const contents = readFileSync(join(this.#root, path));
      hash.update(`${path}\n${contents.length}\n`).update(contents);
    }
    return hash.digest("hex");
  }

  /** The files in a folder, or the one at `path`; none if there is neither. */
  #filesIn(path: string): string[] {
    try {
      return readdirSync(join(this.#root, path), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.parentPath.endsWith("__pycache__"))
        .map((entry) => join(entry.parentPath, entry.name).slice(this.#root.length));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOTDIR") return [path];
      if (code === "ENOENT") return [];
      throw error;
    }
  }
}
