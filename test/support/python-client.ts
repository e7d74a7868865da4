/** Python programs under test: clients driven by commands, and the command line. */
import { once } from "node:events";
import { join } from "node:path";
import type { Ack, ClientLog, LogEntry, JoinRecord, LogSpan } from "./auditor.ts";
import { endChild, readLines, startChild, type Child } from "./child-process.ts";
import { eventually, within } from "./eventually.ts";
import { PROJECT_ROOT } from "./project-root.ts";

export const PYTHON_PACKAGE = join(PROJECT_ROOT, "src/client/python");
export const PYTHON_TESTS = join(PROJECT_ROOT, "test/interop/python");

const PROGRAM_TIMEOUT_MS = 60_000;

/** Imports the package from the source folder, without writing bytecode into it. */
export function pythonEnvironment(overrides: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const path = [PYTHON_PACKAGE, process.env["PYTHONPATH"]].filter(Boolean).join(":");
  return {
    ...process.env,
    PYTHONPATH: path,
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONUTF8: "1",
    NO_PROXY: "*",
    ...overrides,
  };
}

/** An output line of `talker.py`. */
interface Line {
  readonly join?: JoinRecord;
  readonly newest?: readonly LogEntry[];
  readonly reset?: readonly LogEntry[];
  readonly event?: LogEntry;
  readonly stored?: Ack;
  readonly failed?: string;
  readonly signal?: unknown;
  readonly done?: unknown;
  readonly state?: string;
}

/** A Python client that executes commands and records what it receives, for the auditor. */
export class PythonClient {
  readonly acks: Ack[] = [];
  readonly failures: string[] = [];
  readonly signals: unknown[] = [];
  readonly stderrLines: string[] = [];
  done = 0;
  joins = 0;
  state = "";
  readonly #spans: { readonly joins: JoinRecord[]; readonly entries: LogEntry[] }[] = [];
  readonly #child: Child;
  #hasJoined = false;

  private constructor(
    readonly name: string,
    child: Child,
  ) {
    this.#child = child;
    readLines(child.stdout, (line) => this.#receive(JSON.parse(line) as Line));
    readLines(child.stderr, (line) => this.stderrLines.push(line));
  }

  static async join(python: string, url: string, name: string): Promise<PythonClient> {
    const script = join(PYTHON_TESTS, "talker.py");
    const client = new PythonClient(
      name,
      startChild(python, ["-W", "always", script, url, name], { env: pythonEnvironment() }),
    );
    await eventually(`${name} has joined`, () => {
      if (client.stderrLines.length > 0) throw new Error(client.stderrLines.join("\n"));
      return client.#hasJoined;
    });
    return client;
  }

  /** Everything received since the last reset. */
  get received(): readonly LogEntry[] {
    return this.#spans.at(-1)?.entries ?? [];
  }

  get log(): ClientLog {
    return { client: this.name, spans: this.#spans satisfies LogSpan[] };
  }

  publish(text: string): void {
    this.send({ publish: text });
  }

  /** Sends a command to `talker.py`. */
  send(command: Readonly<Record<string, unknown>>): void {
    this.#child.stdin.write(`${JSON.stringify(command)}\n`);
  }

  /** Ends its input, upon which it exits. @returns its exit code */
  async leave(): Promise<number | null> {
    const closed = once(this.#child, "close");
    this.#child.stdin.end();
    const [code] = (await within(`${this.name} exits`, closed)) as [number | null];
    return code;
  }

  async kill(): Promise<void> {
    await endChild(this.#child);
  }

  #receive(line: Line): void {
    if (line.join !== undefined) {
      this.joins++;
      if (line.join.recovered) this.#spans.at(-1)?.joins.push(line.join);
      else this.#spans.push({ joins: [line.join], entries: [] });
    }
    const newSpanEntries = line.newest ?? line.reset;
    if (newSpanEntries !== undefined) this.#spans.at(-1)?.entries.push(...newSpanEntries);
    if (line.newest !== undefined) this.#hasJoined = true;
    if (line.event !== undefined) this.#spans.at(-1)?.entries.push(line.event);
    if (line.stored !== undefined) this.acks.push(line.stored);
    if (line.failed !== undefined) this.failures.push(line.failed);
    if (line.signal !== undefined) this.signals.push(line.signal);
    if (line.done !== undefined) this.done++;
    if (line.state !== undefined) this.state = line.state;
  }
}

export interface ExitResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A running `python -m majlis`, with its output. */
export class Cli {
  out = "";
  err = "";
  readonly child: Child;
  readonly #closed: Promise<unknown>;

  constructor(python: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.child = startChild(python, ["-m", "majlis", ...args], { env: pythonEnvironment(env) });
    this.child.stdout.on("data", (chunk: Buffer) => (this.out += chunk.toString()));
    this.child.stderr.on("data", (chunk: Buffer) => (this.err += chunk.toString()));
    // It may exit before it has read all its input.
    this.child.stdin.on("error", () => {});
    this.#closed = once(this.child, "close");
  }

  get lines(): string[] {
    return this.out.split("\n").slice(0, -1);
  }

  /** Writes `input`, ends it, and waits until the program has exited. */
  async finish(input = ""): Promise<ExitResult> {
    this.child.stdin.end(input);
    return this.exited();
  }

  async exited(): Promise<ExitResult> {
    await within("the program exits", this.#closed, PROGRAM_TIMEOUT_MS);
    return { code: this.child.exitCode, out: this.out, err: this.err };
  }
}

/** Runs the command line in a shell: in `line`, `majlis` stands for it with its `args`. */
export async function runShell(
  line: string,
  python: string,
  args: readonly string[],
): Promise<Omit<ExitResult, "out">> {
  const script = line.replace("majlis", `"$0" -m majlis "$@"`);
  const child = startChild("sh", ["-c", script, python, ...args], { env: pythonEnvironment() });
  let err = "";
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  child.stdout.resume();
  child.stdin.end();
  await within("the shell exits", once(child, "close"), PROGRAM_TIMEOUT_MS);
  return { code: child.exitCode, err };
}
