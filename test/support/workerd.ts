/** The bare workerd runtime with the product's Worker: one process that can be killed and restarted, its rooms in a folder. */
import { writeFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { endChild, hasEnded, readLines, startChild, type Child } from "./child-process.ts";
import { eventually } from "./eventually.ts";
import { freePort } from "./free-port.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { workerBundle } from "./worker-bundle.ts";
import { readWranglerConfig } from "./wrangler-config.ts";

const START_TIMEOUT_MS = 20_000;
const NAMESPACE_KEY = "majlis-rooms";

export interface WorkerdOptions {
  /** environment variables of the Worker, such as `LIMITS` */
  readonly variables?: Readonly<Record<string, string>>;
  /** an entry module that wraps the product's bundle, which it imports as `majlis-bundle` */
  readonly entry?: string;
  /** the product's bundle; by default built from the current sources */
  readonly bundle?: string;
}

export class Workerd {
  /** the lines that the Worker and the runtime have printed */
  readonly printed: string[] = [];
  readonly port: number;
  private readonly folder: ReturnType<typeof temporaryFolder>;
  private child: Child | undefined;

  private constructor(port: number, folder: ReturnType<typeof temporaryFolder>) {
    this.port = port;
    this.folder = folder;
  }

  /** Starts the runtime without any stored rooms. */
  static async start(options: WorkerdOptions = {}): Promise<Workerd> {
    const bundle = options.bundle ?? (await workerBundle());
    const folder = temporaryFolder();
    const port = await freePort();
    mkdirSync(join(folder.path, "rooms"));
    writeFileSync(join(folder.path, "majlis.js"), bundle);
    if (options.entry !== undefined) writeFileSync(join(folder.path, "entry.js"), options.entry);
    writeFileSync(join(folder.path, "workerd.capnp"), configuration(port, options));
    const workerd = new Workerd(port, folder);
    await workerd.restart();
    return workerd;
  }

  /** The id of the current process; undefined if it could not be started. */
  get processId(): number | undefined {
    return this.child?.pid;
  }

  /** `http://…`, without a slash at the end. */
  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** A room's WebSocket URL, `ws://…`. */
  socketUrl(room: string): string {
    return `ws://127.0.0.1:${this.port}/r/${encodeURIComponent(room)}/socket`;
  }

  /** The folder with the rooms' databases. */
  get roomsFolder(): string {
    return join(this.folder.path, "rooms", NAMESPACE_KEY);
  }

  /** Kills the process with SIGKILL, like a crash. */
  async kill(): Promise<void> {
    if (this.child !== undefined) await endChild(this.child, "SIGKILL");
  }

  /** Starts a process with the same folder and port. */
  async restart(): Promise<void> {
    const child = startChild(workerdCommand(), ["serve", "workerd.capnp"], { cwd: this.folder.path });
    this.child = child;
    readLines(child.stdout, (line) => this.printed.push(line));
    readLines(child.stderr, (line) => this.printed.push(line));
    await eventually("workerd answers", () => this.isReady(child), START_TIMEOUT_MS);
  }

  /** Kills the process and deletes its folder. */
  async stop(): Promise<void> {
    await this.kill();
    this.folder.remove();
  }

  private async isReady(child: Child): Promise<boolean> {
    if (hasEnded(child)) throw new Error(`workerd ended at once:\n${this.printed.slice(-20).join("\n")}`);
    try {
      const response = await fetch(`${this.origin}/health`);
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }
}

function workerdCommand(): string {
  const require = createRequire(import.meta.url);
  const { default: command } = require("workerd") as { default: string };
  return command;
}

/** The configuration in Cap'n Proto text format (workerd.capnp); JSON string literals are valid in it. */
function configuration(port: number, { variables = {}, entry }: WorkerdOptions): string {
  const { compatibilityDate, compatibilityFlags, room } = readWranglerConfig();
  const modules = [
    ...(entry === undefined ? [] : [`(name = "entry", esModule = embed "entry.js")`]),
    `(name = "majlis-bundle", esModule = embed "majlis.js")`,
  ];
  const bindings = [
    `(name = ${text(room.binding)}, durableObjectNamespace = ${text(room.className)})`,
    ...Object.entries(variables).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`),
  ];
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .majlis),
    (name = "rooms", disk = (path = "rooms", writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const majlis :Workerd.Worker = (
  modules = [${modules.join(", ")}],
  compatibilityDate = ${text(compatibilityDate)},
  compatibilityFlags = [${compatibilityFlags.map(text).join(", ")}],
  durableObjectNamespaces = [(className = ${text(room.className)}, uniqueKey = "${NAMESPACE_KEY}", enableSql = true)],
  durableObjectStorage = (localDisk = "rooms"),
  bindings = [${bindings.join(", ")}],
);
`;
}

function text(value: string): string {
  return JSON.stringify(value);
}
