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

const START_TIMEOUT_MS = 60_000;
/** Names the folder of a class's databases. */
const namespaceKey = (className: string): string => `majlis-${className}`;

export const TAIL_PREFIX = "TAIL ";
const TAIL_WORKER = `export default {
  tail(events) {
    for (const event of events) console.log(${JSON.stringify(TAIL_PREFIX)} + JSON.stringify(event));
  },
};`;

export interface WorkerdOptions {
  /** environment variables of the Worker, such as `LIMITS` */
  readonly variables?: Readonly<Record<string, string>>;
  /** an entry module that wraps the product's bundle, which it imports as `majlis-bundle` */
  readonly entry?: string;
  /** a tail Worker prints what the platform's logs would show of each request, each on a line after {@link TAIL_PREFIX} */
  readonly hasTail?: boolean;
  /** the product's bundle; by default built from the current sources */
  readonly bundle?: string;
  /** of the process, such as `--max-old-space-size=48` */
  readonly v8Flags?: readonly string[];
  /** where the runtime's inspector listens; none by default */
  readonly inspectorPort?: number;
}

export class Workerd {
  /** the lines that the Worker and the runtime have printed */
  readonly printed: string[] = [];
  readonly port: number;
  private readonly folder: ReturnType<typeof temporaryFolder>;
  private child: Child | undefined;

  private readonly options: WorkerdOptions;

  private constructor(port: number, folder: ReturnType<typeof temporaryFolder>, options: WorkerdOptions) {
    this.port = port;
    this.folder = folder;
    this.options = options;
  }

  /** Starts the runtime without any stored rooms. */
  static async start(options: WorkerdOptions = {}): Promise<Workerd> {
    const bundle = options.bundle ?? (await workerBundle());
    const folder = temporaryFolder();
    const port = await freePort();
    mkdirSync(join(folder.path, "rooms"));
    writeFileSync(join(folder.path, "majlis.js"), bundle);
    if (options.hasTail === true) writeFileSync(join(folder.path, "tail.js"), TAIL_WORKER);
    if (options.entry !== undefined) writeFileSync(join(folder.path, "entry.js"), options.entry);
    const workerd = new Workerd(port, folder, { ...options, bundle });
    await workerd.redeploy(options.variables);
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
    return join(this.folder.path, "rooms", namespaceKey("RoomObject"));
  }

  /** The folder with the database of the list of rooms. */
  get listFolder(): string {
    return join(this.folder.path, "rooms", namespaceKey("DirectoryObject"));
  }

  /** Kills the process with SIGKILL, like a crash. */
  async kill(): Promise<void> {
    if (this.child !== undefined) await endChild(this.child, "SIGKILL");
  }

  /** Kills the process, if there is one, and starts another with other variables, as a deploy does. */
  async redeploy(variables: WorkerdOptions["variables"] = {}): Promise<void> {
    await this.kill();
    const text = configuration(this.port, { ...this.options, variables });
    writeFileSync(join(this.folder.path, "workerd.capnp"), text);
    await this.restart();
  }

  /** Starts a process with the same folder and port. */
  async restart(): Promise<void> {
    const { inspectorPort } = this.options;
    const inspector = inspectorPort === undefined ? [] : [`--inspector-addr=127.0.0.1:${inspectorPort}`];
    const args = ["serve", "workerd.capnp", ...inspector];
    const child = startChild(workerdCommand(), args, { cwd: this.folder.path });
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
function configuration(
  port: number,
  { variables = {}, entry, bundle = "", hasTail = false, v8Flags = [] }: WorkerdOptions,
): string {
  const { compatibilityDate, compatibilityFlags, ...wrangler } = readWranglerConfig();
  // What is compared with the product may have no list of rooms.
  const namespaces = wrangler.namespaces.filter(({ className }) => (entry ?? bundle).includes(className));
  const modules = [
    ...(entry === undefined ? [] : [`(name = "entry", esModule = embed "entry.js")`]),
    `(name = "majlis-bundle", esModule = embed "majlis.js")`,
  ];
  const bindings = [
    ...namespaces.map(
      ({ binding, className }) => `(name = ${text(binding)}, durableObjectNamespace = ${text(className)})`,
    ),
    ...Object.entries(variables).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`),
  ];
  const tailService = hasTail ? `(name = "tail", worker = .tail),` : "";
  const tailWorker = hasTail
    ? `const tail :Workerd.Worker = (
  modules = [(name = "tail", esModule = embed "tail.js")],
  compatibilityDate = ${text(compatibilityDate)},
);`
    : "";
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .majlis),
    ${tailService}
    (name = "rooms", disk = (path = "rooms", writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
  v8Flags = [${v8Flags.map(text).join(", ")}],
);
const majlis :Workerd.Worker = (
  modules = [${modules.join(", ")}],
  compatibilityDate = ${text(compatibilityDate)},
  compatibilityFlags = [${compatibilityFlags.map(text).join(", ")}],
  durableObjectNamespaces = [${namespaces.map(objectNamespace).join(", ")}],
  durableObjectStorage = (localDisk = "rooms"),
  bindings = [${bindings.join(", ")}],
  tails = [${hasTail ? `"tail"` : ""}],
);
${tailWorker}
`;
}

function objectNamespace({ className }: { readonly className: string }): string {
  return `(className = ${text(className)}, uniqueKey = ${text(namespaceKey(className))}, enableSql = true)`;
}

function text(value: string): string {
  return JSON.stringify(value);
}
