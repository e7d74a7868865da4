/** The whole product as `npm start` runs it, on its own port and with its own folder. */
import { endChild, hasEnded, readLines, startChild, type Child } from "./child-process.ts";
import { eventually } from "./eventually.ts";
import { freePort } from "./free-port.ts";
import { variablesOf, type ProductOptions, type ProductServer } from "./product-server.ts";
import { PROJECT_ROOT } from "./project-root.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const START_TIMEOUT_MS = 100_000;

export class AppServer implements ProductServer {
  readonly port: number;
  private readonly options: ProductOptions;
  private child: Child | undefined;
  private printed: string[] = [];
  private readonly folder = temporaryFolder();

  private constructor(port: number, options: ProductOptions) {
    this.port = port;
    this.options = options;
  }

  static async start(options: ProductOptions = {}): Promise<AppServer> {
    const server = new AppServer(await freePort(), options);
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
    return this.printed.join("\n");
  }

  async kill(): Promise<void> {
    if (this.child !== undefined) await endChild(this.child, "SIGKILL");
    this.child = undefined;
  }

  async restart(): Promise<void> {
    const printed: string[] = [];
    this.printed = printed;
    const args = ["start", "--", "--port", String(this.port), "--persist-to", this.folder.path];
    // Left to itself, wrangler looks for a free port for its inspector before it binds one: another start may be faster.
    args.push("--inspector-port", "0");
    for (const [name, value] of Object.entries(variablesOf(this.options)))
      args.push("--var", `${name}:${value}`);
    const child = startChild("npm", args, { cwd: PROJECT_ROOT });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) readLines(stream, (line) => printed.push(line));
    await eventually(
      `npm start is ready; it printed:\n${printed.join("\n")}`,
      () => {
        if (hasEnded(child)) throw new Error(`npm start ended:\n${printed.join("\n")}`);
        return printed.some((line) => line.includes("Ready on"));
      },
      START_TIMEOUT_MS,
    );
  }

  async stop(): Promise<void> {
    await this.kill();
    this.folder.remove();
  }
}
