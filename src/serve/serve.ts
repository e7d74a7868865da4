/**
 * `npm run serve`: the product on one machine, without Cloudflare: bare workerd, the rooms in a folder.
 * Settings: HOST, PORT, ADDRESS_HEADER, the Worker's own variables, and the folder as the argument.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ConfigurationError } from "../protocol/configuration-error.ts";
import { removeEmptyDatabases } from "./empty-databases.ts";
import { claimFolder } from "./one-server.ts";
import { readOptions, type ServeOptions } from "./options.ts";
import { buildProgram } from "./program.ts";
import { ROOMS_KEY } from "./runtime/agreed.ts";
import { workerdConfig } from "./workerd-config.ts";
import { WorkerdProcess } from "./workerd-process.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

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
    await claimFolder(options.dataFolder, controlSocket);
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
  const program = await buildProgram(folder);
  const roomsFolder = join(options.dataFolder, "rooms");
  mkdirSync(roomsFolder, { recursive: true });
  removeEmptyDatabases(join(roomsFolder, ROOMS_KEY));
  const config = { options, root, roomsFolder, controlSocket, ...program };
  writeFileSync(join(folder, "workerd.capnp"), workerdConfig(config));
}
