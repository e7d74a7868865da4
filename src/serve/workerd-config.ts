/** workerd's configuration, in Cap'n Proto text format (node_modules/workerd/workerd.capnp). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ServedFile } from "./runtime/served-file.ts";
import type { ServeOptions } from "./options.ts";

/** Names the folder of the rooms' databases: another one would start with no rooms. */
const ROOMS_KEY = "majlis-rooms";

export interface ConfigInput {
  readonly options: ServeOptions;
  readonly root: string;
  /** absolute paths */
  readonly roomsFolder: string;
  readonly publicFolder: string;
  readonly controlSocket: string;
  readonly files: Readonly<Record<string, ServedFile>>;
}

/** The configuration, for a folder that holds the bundle as `worker.js`. */
export function workerdConfig(input: ConfigInput): string {
  const { options, root, roomsFolder, publicFolder, controlSocket, files } = input;
  const { date, flags } = readCompatibility(readFileSync(join(root, "wrangler.toml"), "utf8"));
  const bindings = [
    `(name = "ROOM", durableObjectNamespace = "RoomObject")`,
    `(name = "PUBLIC", service = "public")`,
    `(name = "FILES", json = ${text(JSON.stringify(files))})`,
    `(name = "ADDRESS_HEADER", text = ${text(options.addressHeader)})`,
    ...Object.entries(options.variables).map(([name, value]) => `(name = "${name}", text = ${text(value)})`),
  ];
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .majlis),
    (name = "rooms", disk = (path = ${text(roomsFolder)}, writable = true)),
    (name = "public", disk = (path = ${text(publicFolder)})),
  ],
  sockets = [
    (name = "http", address = ${text(listenAddress(options))}, http = (forwardedProtoHeader = "X-Forwarded-Proto"), service = "main"),
    (name = "control", address = ${text(`unix:${controlSocket}`)}, http = (), service = (name = "main", entrypoint = "Control")),
  ],
);
const majlis :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker.js")],
  compatibilityDate = ${text(date)},
  compatibilityFlags = [${flags.map(text).join(", ")}],
  durableObjectNamespaces = [(className = "RoomObject", uniqueKey = "${ROOMS_KEY}", enableSql = true)],
  durableObjectStorage = (localDisk = "rooms"),
  bindings = [${bindings.join(", ")}],
);
`;
}

/** An IPv6 address is written in brackets. */
function listenAddress({ host, port }: ServeOptions): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The platform's behaviour that the Worker is deployed with, also here. */
export function readCompatibility(wranglerToml: string): {
  readonly date: string;
  readonly flags: readonly string[];
} {
  const [, date] = /^compatibility_date = "([^"]+)"$/m.exec(wranglerToml) ?? [];
  const [, flags] = /^compatibility_flags = \[([^\]]*)\]$/m.exec(wranglerToml) ?? [];
  if (date === undefined || flags === undefined)
    throw new Error("wrangler.toml has no compatibility settings");
  return { date, flags: [...flags.matchAll(/"([^"]+)"/g)].map(([, flag = ""]) => flag) };
}

/** JSON and Cap'n Proto agree on string literals, but for control characters, which no setting can have. */
function text(value: string): string {
  return JSON.stringify(value);
}
