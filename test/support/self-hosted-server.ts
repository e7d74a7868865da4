/**
 * The whole product as `npm run serve` runs it, started as often as there are test files: with the program that was built
 * before them. It takes a tenth of what `npm start` takes, for itself and for each page that is opened.
 */
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { inject } from "vitest";
import { workerdConfig } from "../../src/serve/workerd-config.ts";
import { endChild, hasEnded, readLines, startChild, type Child } from "./child-process.ts";
import { eventually } from "./eventually.ts";
import { freePort } from "./free-port.ts";
import { variablesOf, type ProductOptions, type ProductServer } from "./product-server.ts";
import { PROJECT_ROOT } from "./project-root.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const HOST = "127.0.0.1";
const CONTROL_SOCKET = "control";
const CONFIG_FILE = "workerd.capnp";

export class SelfHostedServer implements ProductServer {
  readonly port: number;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #folder = temporaryFolder();
  #child: Child | undefined;
  #printed: string[] = [];

  private constructor(port: number, options: ProductOptions) {
    this.port = port;
    this.#environment = variablesOf(options);
  }

  static async start(options: ProductOptions = {}): Promise<SelfHostedServer> {
    const server = new SelfHostedServer(await freePort(), options);
    server.#writeFiles();
    try {
      await server.restart();
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  get origin(): string {
    return `http://localhost:${this.port}`;
  }

  get output(): string {
    return this.#printed.join("\n");
  }

  async kill(): Promise<void> {
    if (this.#child !== undefined) await endChild(this.#child, "SIGKILL");
    this.#child = undefined;
  }

  async restart(): Promise<void> {
    const printed: string[] = [];
    // A process that was killed leaves its socket.
    rmSync(join(this.#folder.path, CONTROL_SOCKET), { force: true });
    const child = startChild(workerdPath(), ["serve", CONFIG_FILE], {
      cwd: this.#folder.path,
      env: { ...process.env, ...this.#environment },
    });
    this.#printed = printed;
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) readLines(stream, (line) => printed.push(line));
    await eventually("the server answers", () => {
      if (hasEnded(child)) throw new Error(`workerd ended at once:\n${printed.join("\n")}`);
      return this.#isReady();
    });
  }

  async stop(): Promise<void> {
    await this.kill();
    this.#folder.remove();
  }

  #writeFiles(): void {
    const { path } = this.#folder;
    const { folder, ...program } = inject("program");
    const roomsFolder = join(path, "rooms");
    mkdirSync(roomsFolder);
    copyFileSync(join(folder, "worker.js"), join(path, "worker.js"));
    const options = { host: HOST, port: this.port, dataFolder: path, addressHeader: "" };
    const controlSocket = join(path, CONTROL_SOCKET);
    const config = workerdConfig({ options, root: PROJECT_ROOT, roomsFolder, controlSocket, ...program });
    writeFileSync(join(path, CONFIG_FILE), config);
  }

  async #isReady(): Promise<boolean> {
    try {
      const response = await fetch(`http://${HOST}:${this.port}/health`);
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }
}

function workerdPath(): string {
  const { default: path } = createRequire(import.meta.url)("workerd") as { default: string };
  return path;
}
