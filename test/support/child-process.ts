/** Child processes that never outlive the tests: each leads a group of its own, which is ended by its own id. */
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

/** Starts a program; what it leaves running is killed when this process exits. */
export function startChild(command: string, args: readonly string[], options: ChildOptions = {}): Child {
  const child = spawn(command, args, { ...options, detached: true, stdio: ["pipe", "pipe", "pipe"] });
  running.add(child);
  child.once("exit", () => running.delete(child));
  child.once("error", () => running.delete(child));
  return child;
}

/** Ends a child and whatever it started, and waits until it is gone. */
export async function endChild(child: Child, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
  if (!hasEnded(child)) {
    const gone = once(child, "exit");
    endGroup(child, signal);
    await gone;
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

/** Runs a program to its end. @throws Error with what it printed if it fails or takes longer than `timeoutMs` */
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
    // It ended in the meantime, which is all that was wanted.
  }
}
