/**
 * `npm run serve`: the product on one machine, without Cloudflare: bare workerd, the rooms in a folder.
 * Settings: HOST, PORT, ADDRESS_HEADER, LIMITS, LOBBY, and the folder as the argument.
 */
import { build } from "esbuild";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "../protocol/configuration-error.ts";
import { readOptions, type ServeOptions } from "./options.ts";
import { copyFiles } from "./served-files.ts";
import { workerdConfig } from "./workerd-config.ts";
import { WorkerdProcess } from "./workerd-process.ts";

const root = new URL("../..", import.meta.url).pathname;

try {
  process.exitCode = await serve(readOptions(process.env, process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof ConfigurationError ? 2 : 1;
}

/** Runs the server until a signal stops it. Returns the exit code. */
async function serve(options: ServeOptions): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "majlis-"));
  try {
    const controlSocket = join(folder, "control");
    await prepare(folder, controlSocket, options);
    const server = await WorkerdProcess.start({ folder, configFile: "workerd.capnp", controlSocket });
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
      process.on(signal, () => void server.stop());
    const host = options.host.includes(":") ? `[${options.host}]` : options.host;
    process.stdout.write(`http://${host}:${server.port} serves the rooms in ${options.dataFolder}\n`);
    return await server.ended();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes all that workerd needs into `folder`. */
async function prepare(folder: string, controlSocket: string, options: ServeOptions): Promise<void> {
  // The browser's part first: its names are in the Worker's bundle.
  await import("../build/build.ts");
  await build({
    absWorkingDir: root,
    entryPoints: ["src/serve/runtime/index.ts"],
    outfile: join(folder, "worker.js"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:workers"],
    logLevel: "warning",
  });
  const publicFolder = join(folder, "public");
  const files = copyFiles(join(root, "public"), publicFolder);
  const roomsFolder = join(options.dataFolder, "rooms");
  mkdirSync(roomsFolder, { recursive: true });
  const config = { options, root, roomsFolder, publicFolder, controlSocket, files };
  writeFileSync(join(folder, "workerd.capnp"), workerdConfig(config));
}
