/** The workerd process: starting it, and stopping it without cutting connections off. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { request, type RequestOptions } from "node:http";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { CONTROL_PATHS } from "./runtime/agreed.ts";

/** Closing all sockets may take so long, ms. */
const CLOSE_TIMEOUT_MS = 1_500;

/**
 * Then the requests that are open have so long to be answered, ms, until the process is killed: workerd never ends the
 * connection of a hibernatable socket that it has closed. What was acknowledged is stored.
 */
const DRAIN_MS = 500;

/** How often the files of rooms that were only asked for are removed, ms. */
const REMOVE_EMPTY_MS = 60_000;

interface StartOptions {
  readonly folder: string;
  readonly configFile: string;
  readonly controlSocket: string;
}

export class WorkerdProcess {
  /** the port that it listens on */
  readonly port: number;
  private readonly child: ChildProcess;
  private readonly controlSocket: string;
  private readonly removal: NodeJS.Timeout;
  private isStopping = false;

  private constructor(child: ChildProcess, controlSocket: string, port: number) {
    this.child = child;
    this.controlSocket = controlSocket;
    this.port = port;
    this.removal = setInterval(() => this.removeEmptyFiles(), REMOVE_EMPTY_MS).unref();
  }

  /** Starts workerd, and resolves once it listens. @throws Error if it ends before, such as for a port in use */
  static async start({ folder, configFile, controlSocket }: StartOptions): Promise<WorkerdProcess> {
    const args = ["serve", "--control-fd=3", configFile];
    const child = spawn(...ignoringInterrupts(workerdPath(), args), {
      cwd: folder,
      stdio: ["ignore", "inherit", "inherit", "pipe"],
    });
    const port = await Promise.race([listeningPort(child.stdio[3] as Readable), failedStart(child)]);
    return new WorkerdProcess(child, controlSocket, port);
  }

  /** Resolves with the exit code once the process has ended; 0 if it was stopped. */
  async ended(): Promise<number> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, "exit");
    return this.isStopping ? 0 : (this.child.exitCode ?? 1);
  }

  /** Accepts no more connections, answers the requests that are open, and closes the sockets as restarting. */
  async stop(): Promise<void> {
    if (this.isStopping) return;
    this.isStopping = true;
    clearInterval(this.removal);
    const ended = this.ended();
    await Promise.race([ended, this.closeSockets()]);
    await Promise.race([ended, setTimeout(DRAIN_MS)]);
    this.child.kill("SIGKILL");
    await ended;
  }

  /** Asks the Worker to. One that fails, as while the server ends, is made up for by the next. */
  private removeEmptyFiles(): void {
    const asked = request(this.control("removeEmpty"), (answer) => answer.resume());
    asked.once("error", () => undefined);
    asked.end();
  }

  private control(name: keyof typeof CONTROL_PATHS): RequestOptions {
    return { socketPath: this.controlSocket, path: CONTROL_PATHS[name], method: "POST" };
  }

  /** Asks the Worker to close all sockets. Once it begins to, workerd accepts no more connections. */
  private closeSockets(): Promise<void> {
    return new Promise((resolve) => {
      const asked = request({ ...this.control("stop"), timeout: CLOSE_TIMEOUT_MS }, (answer) => {
        this.child.kill("SIGTERM");
        answer.resume();
        answer.once("close", resolve);
      });
      asked.once("timeout", () => asked.destroy());
      asked.once("error", () => resolve());
      asked.end();
    });
  }
}

/**
 * Ctrl+C in a terminal reaches the whole process group: this process, which then stops workerd, and workerd, which would
 * end at once. A signal that a shell ignores stays ignored in the program that takes its place (POSIX, `trap`).
 */
function ignoringInterrupts(program: string, args: readonly string[]): [string, string[]] {
  if (process.platform === "win32") return [program, [...args]];
  return ["/bin/sh", ["-c", `trap '' INT HUP; exec "$0" "$@"`, program, ...args]];
}

function workerdPath(): string {
  const { default: path } = createRequire(import.meta.url)("workerd") as { default: string };
  return path;
}

/** workerd reports each socket as one line of JSON on its control descriptor. */
async function listeningPort(control: Readable): Promise<number> {
  for await (const line of createInterface({ input: control })) {
    const { event, socket, port } = JSON.parse(line) as { event: string; socket: string; port?: number };
    if (event === "listen" && socket === "http" && port !== undefined) return port;
  }
  return new Promise(() => {});
}

async function failedStart(child: ChildProcess): Promise<never> {
  const [code] = (await once(child, "exit")) as [number | null];
  throw new Error(`workerd did not start (exit code ${code ?? "none"}).`);
}
