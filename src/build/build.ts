/**
 * `npm run build`: bundles what the browser loads into public/assets; see build-all.ts. Does nothing where all is built of these
 * sources, for `npm start`, `npm run serve` and the tests build first. `-- --sizes` builds, and prints the size of every file.
 */
import { fileURLToPath } from "node:url";
import { BuildRecord } from "./build-record.ts";

const record = new BuildRecord(fileURLToPath(new URL("../..", import.meta.url)));

if (record.isCurrent() && !process.argv.includes("--sizes"))
  console.log("Built: nothing has changed since the last build.");
else {
  // Before: what changes while it is built must be built the next time.
  const sources = record.hashSources();
  await import("./build-all.ts");
  if (process.exitCode === undefined) record.write(sources);
}
