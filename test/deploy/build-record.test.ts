/** A build is left out only where another could write nothing else. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BuildRecord } from "../../src/build/build-record.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let folder: ReturnType<typeof temporaryFolder>;
let record: BuildRecord;

const write = (path: string, text: string) => {
  mkdirSync(join(folder.path, path, ".."), { recursive: true });
  writeFileSync(join(folder.path, path), text);
};

beforeEach(() => {
  folder = temporaryFolder();
  record = new BuildRecord(`${folder.path}/`);
  write("src/ui/room.tsx", "room");
  write("package-lock.json", "{}");
  write("public/icon.svg", "<svg/>");
});

afterEach(() => folder.remove());

function build(): void {
  const sources = record.hashSources();
  write("public/assets/room.js", "built");
  write(".package/index.js", "packed");
  record.write(sources);
}

test("nothing is current before the first build, and all is after it", () => {
  expect(record.isCurrent()).toBe(false);
  build();
  expect(record.isCurrent()).toBe(true);
});

test.each([
  ["a source is changed", () => write("src/ui/room.tsx", "rooms")],
  ["a source is added", () => write("src/ui/new.ts", "")],
  [
    "a source is renamed",
    () => (rmSync(join(folder.path, "src/ui/room.tsx")), write("src/ui/r.tsx", "room")),
  ],
  ["a package is another", () => write("package-lock.json", '{"a":1}')],
  ["what was built is changed", () => write("public/assets/room.js", "edited")],
  ["what was built is gone", () => rmSync(join(folder.path, ".package"), { recursive: true })],
  ["a file is added to what was built", () => write("public/assets/stale.js", "")],
  ["a file that is served as it is changes", () => write("public/icon.svg", "<svg></svg>")],
])("it is built again where %s", (_what, change) => {
  build();
  change();
  expect(record.isCurrent()).toBe(false);
});

test("what changes while it is built is built the next time", () => {
  const sources = record.hashSources();
  write("src/ui/room.tsx", "rooms");
  record.write(sources);
  expect(record.isCurrent()).toBe(false);
});
