/** workerd's configuration, in Cap'n Proto text format (node_modules/workerd/workerd.capnp). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { VARIABLE_NAMES } from "../protocol/configuration.ts";
import { ROOMS_KEY } from "./runtime/agreed.ts";
import type { RateLimitSettings } from "./runtime/rate-limit-settings.ts";
import type { ServedFile } from "./runtime/served-file.ts";
import type { ServeOptions } from "./options.ts";

/** As {@link ROOMS_KEY}, for the list of rooms. */
const DIRECTORY_KEY = "majlis-directory";

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
  const wranglerToml = readFileSync(join(root, "wrangler.toml"), "utf8");
  const { date, flags } = readCompatibility(wranglerToml);
  const bindings = [
    `(name = "ROOM", durableObjectNamespace = "RoomObject")`,
    `(name = "DIRECTORY", durableObjectNamespace = "DirectoryObject")`,
    `(name = "PUBLIC", service = "public")`,
    `(name = "ASSETS", service = "public")`,
    `(name = "ROOM_FILES", service = "rooms")`,
    `(name = "FILES", json = ${text(JSON.stringify(files))})`,
    `(name = "RATE_LIMITS", json = ${text(JSON.stringify(readRateLimits(wranglerToml)))})`,
    `(name = "ADDRESS_HEADER", text = ${text(options.addressHeader)})`,
    // From the environment, not from this text: one of them is a secret, and this text is in a file.
    ...VARIABLE_NAMES.map((name) => `(name = "${name}", fromEnvironment = "${name}")`),
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
  durableObjectNamespaces = [
    (className = "RoomObject", uniqueKey = "${ROOMS_KEY}", enableSql = true),
    (className = "DirectoryObject", uniqueKey = "${DIRECTORY_KEY}", enableSql = true),
  ],
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
function readCompatibility(wranglerToml: string): {
  readonly date: string;
  readonly flags: readonly string[];
} {
  const [, date] = /^compatibility_date = "([^"]+)"$/m.exec(wranglerToml) ?? [];
  const [, flags] = /^compatibility_flags = \[([^\]]*)\]$/m.exec(wranglerToml) ?? [];
  if (date === undefined || flags === undefined)
    throw new Error("wrangler.toml has no compatibility settings");
  return { date, flags: [...flags.matchAll(/"([^"]+)"/g)].map(([, flag = ""]) => flag) };
}

const RATE_LIMIT =
  /^\[\[ratelimits\]\]\nname = "(\w+)"\n.*\nsimple = \{ limit = ([\d_]+), period = (\d+) \}$/gm;

/** The limits by address that a deployment has; bare workerd has no such binding. */
function readRateLimits(wranglerToml: string): RateLimitSettings {
  const found = [...wranglerToml.matchAll(RATE_LIMIT)];
  if (found.length === 0) throw new Error("wrangler.toml has no rate limits");
  return Object.fromEntries(
    found.map(([, name = "", limit = "", period]) => [
      name,
      { limit: Number(limit.replaceAll("_", "")), periodS: Number(period) },
    ]),
  );
}

/** JSON and Cap'n Proto agree on string literals, but for control characters, which no setting can have. */
function text(value: string): string {
  return JSON.stringify(value);
}
