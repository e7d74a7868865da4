/** Child processes that end with the tests: each leads its own process group, which is killed by its id. */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

export type Child = ChildProcessByStdio<Writable, Readable, Readable>;

export interface ChildOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

const running = new Set<Child>();

process.on("exit", endAll);
process.on("disconnect", endAll);
// A signal would end this process without its "exit".
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, () => process.exit(1));

function endAll(): void {
  for (const child of running) endGroup(child, "SIGKILL");
}

/** Starts a program. Its process group is killed when this process exits. */
export function startChild(command: string, args: readonly string[], options: ChildOptions = {}): Child {
  const child = spawn(command, args, { ...options, detached: true, stdio: ["pipe", "pipe", "pipe"] });
  running.add(child);
  child.once("exit", () => running.delete(child));
  child.once("error", () => running.delete(child));
  return child;
}

/** Kills a child and its process group, and waits until it has exited. */
export async function endChild(child: Child, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
  if (!hasEnded(child)) {
    const exited = once(child, "exit");
    endGroup(child, signal);
    await exited;
  }
  child.stdin.destroy();
  child.stdout.destroy();
  child.stderr.destroy();
}

export function hasEnded(child: Child): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** Calls `onLine` with each line that the child prints. */
export function readLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream }).on("line", onLine);
}

/** Runs a program and returns its output. @throws Error with its output if it fails or exceeds `timeoutMs` */
export async function runChild(
  command: string,
  args: readonly string[],
  { timeoutMs, ...options }: ChildOptions & { readonly timeoutMs: number },
): Promise<string> {
  const child = startChild(command, args, options);
  const printed: string[] = [];
  child.stdout.on("data", (chunk: Buffer) => printed.push(chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => printed.push(chunk.toString()));
  child.stdin.end();
  const timer = setTimeout(() => endGroup(child, "SIGKILL"), timeoutMs);
  try {
    const [code] = (await once(child, "close")) as [number | null];
    if (code === 0) return printed.join("");
  } finally {
    clearTimeout(timer);
  }
  throw new Error(`${command} ${args.join(" ")} failed or took over ${timeoutMs} ms:\n${printed.join("")}`);
}

function endGroup(child: Child, signal: NodeJS.Signals): void {
  if (child.pid === undefined || hasEnded(child)) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has exited in the meantime.
  }
}
