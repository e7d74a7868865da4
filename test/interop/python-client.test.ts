/** The Python client: its own tests, then programs with it and its command line in a real room. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { joinRoom, type RoomClient } from "../../src/client/index.ts";
import type { DurableEvent } from "../../src/protocol/events/durable.ts";
import { audit, type Ack, type LogEntry } from "../support/auditor.ts";
import { runChild } from "../support/child-process.ts";
import { eventually } from "../support/eventually.ts";
import { pythonWithWebSockets } from "../support/python.ts";
import {
  Cli,
  pythonEnvironment,
  PYTHON_PACKAGE,
  PYTHON_TESTS,
  PythonClient,
  type ExitResult,
} from "../support/python-client.ts";
import { RawSocket } from "../support/raw-socket.ts";
import { printLine } from "../support/report.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { fetchMessages, readMessages } from "../support/stored-messages.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { Workerd } from "../support/workerd.ts";

interface PythonTest {
  readonly group: string;
  readonly name: string;
  readonly failure: string;
}

const SUITE_BOUND_MS = 120_000;
const WAIT_BOUND_MS = 20_000;

const python = await pythonWithWebSockets();

describe("the package's own tests", () => {
  const { stdout, stderr, status } = spawnSync(python, ["-W", "error", join(PYTHON_TESTS, "run_tests.py")], {
    env: pythonEnvironment(),
    encoding: "utf8",
    timeout: SUITE_BOUND_MS,
  });
  const tests = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as PythonTest);

  test.each(tests)("$group: $name", ({ failure }) => {
    if (failure !== "") throw new Error(failure);
  });

  test("all ran, and nothing complained", () => {
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(tests.length).toBeGreaterThan(100);
  });

  test("the package compiles, and runs without being installed", async () => {
    const compiled = temporaryFolder();
    await runChild(python, ["-m", "compileall", "-q", join(PYTHON_PACKAGE, "majlis")], {
      timeoutMs: WAIT_BOUND_MS,
      env: pythonEnvironment({ PYTHONPYCACHEPREFIX: compiled.path }),
    });
    compiled.remove();
    const help = await runChild(python, ["-m", "majlis", "--help"], {
      timeoutMs: WAIT_BOUND_MS,
      env: pythonEnvironment(),
    });
    expect(help).toMatch(/exit codes:[^]*130 {2}interrupted/);
  });
});

const UNBOUNDED = { perSecond: 1_000_000, burst: 1_000_000 };
/** Rates out of the way, and replays so small that a return takes several rounds. */
const LIMITS = JSON.stringify({
  memberRate: UNBOUNDED,
  addressRate: UNBOUNDED,
  roomRate: UNBOUNDED,
  frameRate: UNBOUNDED,
  recoveryBytes: 4_096,
});

let workerd: Workerd | undefined;
const talkers: PythonClient[] = [];
const rooms: RoomClient[] = [];

afterEach(async () => {
  await Promise.all(talkers.splice(0).map((talker) => talker.kill()));
  for (const room of rooms.splice(0)) room.close();
  await workerd?.stop();
  workerd = undefined;
});

async function startRuntime(variables: Record<string, string> = {}): Promise<Workerd> {
  return (workerd = await Workerd.start({ variables }));
}

async function joinTalkers(url: string, ...names: string[]): Promise<PythonClient[]> {
  const joinedTalkers = await Promise.all(names.map((name) => PythonClient.join(python, url, name)));
  talkers.push(...joinedTalkers);
  return joinedTalkers;
}

/** A program with the TypeScript SDK, beside those with the Python one. */
class SdkClient {
  readonly heard: LogEntry[] = [];
  readonly acks: Ack[] = [];
  readonly failures: unknown[] = [];
  readonly room: RoomClient;

  constructor(url: string) {
    const values = new Map<string, string>();
    this.room = joinRoom({
      url,
      name: "Cy",
      storage: {
        get: (key) => values.get(key),
        set: (key, value) => values.set(key, value).has(key),
        remove: (key) => void values.delete(key),
        keys: () => [...values.keys()],
      },
      environment: { random: () => Math.random() * 0.05 },
    });
    rooms.push(this.room);
    this.room.on("event", (event) => this.heard.push(entryOf(event)));
    this.room.on("reset", ({ events }) => this.heard.splice(0, Infinity, ...events.map(entryOf)));
  }

  publish(said: string): void {
    this.room.publish(said).stored.then(
      ({ seq, id, text, from }) => this.acks.push({ member: from.id, id, seq, text }),
      (error: unknown) => this.failures.push(error),
    );
  }
}

function entryOf(event: DurableEvent): LogEntry {
  const { seq, type, from, id } = event;
  return {
    seq,
    type,
    member: from.id,
    id,
    ...("text" in event ? { text: event.text } : {}),
    ...("target" in event ? { target: event.target } : {}),
  };
}

describe("programs in a room", () => {
  test("[P-2] [PUB-2] two in Python and one in TypeScript converse: each sees all of it once, in one order", async () => {
    const { origin } = await startRuntime();
    const url = `${origin}/r/everybody`;
    const [ana, bo] = (await joinTalkers(url, "Ana", "Bo")) as [PythonClient, PythonClient];
    const cy = new SdkClient(url);
    await eventually("Cy is there", () => cy.room.state.name === "online");
    const said = ["hello", "مرحبا 👋", "two\nlines"].flatMap((text) =>
      ["Ana", "Bo", "Cy"].map((author) => `${author}: ${text}`),
    );
    for (const text of said) ({ A: ana, B: bo, C: cy })[text[0] as "A" | "B" | "C"].publish(text);
    await eventually("all is stored", () => [ana, bo, cy].flatMap(({ acks }) => acks).length === said.length);
    const own = ana.acks[0]?.seq ?? 0;
    bo.do({ react: own, emoji: "👍" });
    ana.do({ edit: own, text: "hello, all" });
    ana.do({ rename: "Anna" });
    bo.do({ signal: { x: 1 } });
    await eventually("Ana and Bo have done it", () => ana.done === 2 && bo.done === 2);
    await cy.room.delete(cy.acks[0]?.seq ?? 0);
    const total = said.length + 3;
    await eventually("all have heard it", () =>
      [ana.heard, bo.heard, cy.heard].every(({ length }) => length === total),
    );
    await eventually("Ana has the signal", () => ana.signals.length > 0);
    expect(ana.heard).toEqual(cy.heard);
    expect(bo.heard).toEqual(cy.heard);
    expect(ana.heard.map(({ seq }) => seq)).toEqual(Array.from({ length: total }, (_, index) => index + 1));
    expect(
      ana.heard
        .filter(({ type }) => type === "message")
        .map(({ text }) => text ?? "")
        .toSorted(),
    ).toEqual(said.toSorted());
    expect(ana.signals).toEqual([{ x: 1 }]);
    expect(await Promise.all([ana.leave(), bo.leave()])).toEqual([0, 0]);
    expect([...ana.stderrLines, ...bo.stderrLines, ...ana.failures, ...bo.failures]).toEqual([]);
  });

  test("[P-1] [P-2] [P-3] [PUB-5] [REC-3] ten kills under them lose, double and reorder nothing", async () => {
    const KILLS = 10;
    const random = seededRandom();
    printLine(`seed ${random.seed}`);
    const runtime = await startRuntime({ LIMITS });
    const url = `${runtime.origin}/r/under-fire`;
    const [ana, bo] = (await joinTalkers(url, "Ana", "Bo")) as [PythonClient, PythonClient];
    const cy = new SdkClient(url);
    const all = [ana, bo, cy];
    const acked = () => all.flatMap(({ acks }) => acks).length;
    let said = 0;
    const talk = () => {
      for (const writer of all)
        if (said - acked() < 36) writer.publish(`${++said} ${"x".repeat(random.between(1, 300))}`);
    };
    for (let kill = 1; kill <= KILLS; kill++) {
      const target = acked() + random.between(40, 120);
      await eventually(`${target} texts are stored`, () => (talk(), acked() >= target), WAIT_BOUND_MS);
      await runtime.kill();
      // Said to nobody: it waits in the outbox.
      talk();
      await runtime.restart();
    }
    await eventually("everything is stored", () => acked() === said, WAIT_BOUND_MS);
    await eventually(
      "all have heard it",
      () => all.every(({ heard }) => heard.at(-1)?.seq === said),
      WAIT_BOUND_MS,
    );
    const rows = (await fetchMessages(runtime.origin, "under-fire")).map(
      ({ seq, type, member, id, text }) => ({ seq, type, member, id, text }),
    );
    const violations = audit(
      rows,
      [ana.log, bo.log],
      all.flatMap(({ acks }) => acks.toSorted((a, b) => a.seq - b.seq)),
    );
    printLine(
      `${KILLS} kills: ${said} texts, ${acked()} acknowledged, ${rows.length} stored, ${ana.joins + bo.joins} joins in Python, ${violations.length} violations`,
    );
    expect(violations).toEqual([]);
    expect(rows).toHaveLength(said);
    for (const { log, joins, failures, stderrLines: complaints } of [ana, bo]) {
      expect(log.spans).toHaveLength(1);
      expect(log.spans[0]?.entries).toEqual(rows);
      expect(joins).toBeGreaterThan(KILLS / 2);
      expect([...failures, ...complaints]).toEqual([]);
    }
    expect(cy.heard).toEqual(rows.slice(rows.length - cy.heard.length));
    expect(cy.failures).toEqual([]);
    // What each of them said stands in the order in which it said it.
    for (const { acks } of all)
      expect(acks.map(({ seq }) => seq)).toEqual(acks.map(({ seq }) => seq).toSorted((a, b) => a - b));
    await runtime.kill();
    expect(readMessages(runtime.roomsFolder, "under-fire")).toEqual(rows);
  });

  test("[FLOW-1] reads megabytes on without being taken for slow", async () => {
    const { origin } = await startRuntime({ LIMITS });
    const [ana, bo] = (await joinTalkers(`${origin}/r/flood`, "Ana", "Bo")) as [PythonClient, PythonClient];
    const TEXTS = 250;
    for (let sent = 0; sent < TEXTS; sent++) {
      ana.publish(`${sent} ${"語".repeat(3_900)}`);
      await eventually("there is space in the outbox", () => sent - ana.acks.length < 3);
    }
    await eventually("Bo has read it all", () => bo.heard.length === TEXTS, WAIT_BOUND_MS);
    expect([ana.joins, bo.joins, ana.failures, bo.failures]).toEqual([1, 1, [], []]);
  });
});

describe("the command line", () => {
  let origin = "";
  let room = "";
  async function opened(name: string): Promise<void> {
    ({ origin } = await startRuntime());
    room = `${origin}/r/${name}`;
  }

  const majlis = (...args: string[]) => new Cli(python, args);
  const run = (args: readonly string[], input = ""): Promise<ExitResult> => majlis(...args).finish(input);
  const texts = async () =>
    (await fetchMessages(origin, room.split("/").at(-1) ?? "")).map(({ text = "" }) => text);

  test("[P-1] send says it is done when it is stored, and each line of a pipe is a message", async () => {
    await opened("builds");
    expect(await run(["send", room, "hello", "world", "--name", "Ana"])).toEqual({
      code: 0,
      out: "",
      err: "",
    });
    const lines = Array.from({ length: 60 }, (_, index) => `line ${index + 1}`);
    expect(await run(["send", room, "-"], `${lines.join("\n")}\n\n`)).toEqual({ code: 0, out: "", err: "" });
    expect(await run(["send", room], "\u001b[32mok\u001b[0m")).toMatchObject({ code: 0 });
    expect(await texts()).toEqual(["hello world", ...lines, "ok"]);
    const printed = await run(["send", room, "--json", "told"]);
    expect(JSON.parse(printed.out)).toMatchObject({ type: "message", seq: 63, text: "told" });
  });

  test("send does not say so where a line is not stored, and sends the others", async () => {
    await opened("builds");
    const { code, err } = await run(["send", room, "-"], `one\n${"x".repeat(20_000)}\nthree\n`);
    expect(code).toBe(1);
    expect(err).toBe("* line 2 is not stored: This is larger than the room takes. (too_large)\n");
    expect(await texts()).toEqual(["one", "three"]);
    const many = await run(["send", room, "👍🏽".repeat(2_047)]);
    expect(many.code, "graphemes are the room's to judge").toBe(0);
  });

  test("[PUB-5] send outlives a kill of the room in the middle of a pipe: nothing is lost or doubled", async () => {
    const runtime = await startRuntime({ LIMITS });
    ({ origin } = runtime);
    room = `${origin}/r/builds`;
    const sending = majlis("send", room, "-");
    const lines = Array.from({ length: 300 }, (_, index) => `line ${index + 1}`);
    for (const [index, line] of lines.entries()) {
      sending.child.stdin.write(`${line}\n`);
      if (index === 149) {
        await eventually("some are stored", async () => (await texts()).length > 20);
        await runtime.kill();
        await runtime.restart();
      }
    }
    const { code, err } = await sending.finish();
    expect(err).toMatch(/^\* not connected.*; reconnecting\n\* connected\n$/);
    expect(code).toBe(0);
    expect(await texts()).toEqual(lines);
  });

  test("[HIST-1] history goes back page by page, oldest first; tail prints the end", async () => {
    await opened("long");
    const lines = Array.from({ length: 30 }, (_, index) => `message ${index + 1}`);
    await run(["send", room, "-", "--name", "Bo"], lines.join("\n"));
    const seqs = ({ out }: ExitResult) =>
      out
        .split("\n")
        .filter(Boolean)
        .map((line) => (JSON.parse(line) as { seq: number }).seq);
    expect(seqs(await run(["history", room, "--json", "--limit", "5"]))).toEqual([26, 27, 28, 29, 30]);
    expect(seqs(await run(["history", room, "--json", "--limit", "3", "--before", "4"]))).toEqual([1, 2, 3]);
    expect(seqs(await run(["history", room, "--json", "--limit", "250"]))).toHaveLength(30);
    expect(seqs(await run(["tail", room, "--json", "-n", "2", "--no-follow"]))).toEqual([29, 30]);
    expect(seqs(await run(["tail", room, "--json", "-n", "0", "--no-follow"]))).toEqual([]);
    expect((await run(["tail", room, "-n", "1", "--no-follow"])).out).toBe("\u2068Bo\u2069: message 30\n");
  });

  test("[REC-1] tail follows through a kill of the room, and an interrupt ends it with 130", async () => {
    const runtime = await startRuntime();
    ({ origin } = runtime);
    room = `${origin}/r/tea`;
    const tail = majlis("tail", `${room.replace("http", "ws")}/socket`, "--json", "--name", "Reader");
    const hears = (text: string) => eventually(`tail prints ${text}`, () => tail.out.includes(text));
    await eventually("tail is there", async () =>
      (await (await fetch(`${room}/members`)).text()).includes("Reader"),
    );
    await run(["send", room, "before"]);
    await hears("before");
    await runtime.kill();
    await runtime.restart();
    await run(["send", room, "after"]);
    await hears("after");
    tail.child.kill("SIGINT");
    expect(await tail.finish()).toMatchObject({ code: 130 });
    expect(tail.lines.map((line) => (JSON.parse(line) as { text: string }).text)).toEqual([
      "before",
      "after",
    ]);
    expect(tail.err).toBe("* not connected; reconnecting\n* connected\n");
  });

  test("[TXT-3] what others write has no power over a terminal: join shows it, and nobody forges a line", async () => {
    await opened("tea");
    const ana = majlis("join", room, "--name", "Ana");
    await eventually("Ana is greeted", () => ana.lines.length === 1);
    const socket = await RawSocket.open({
      port: Number(new URL(origin).port),
      path: "/r/tea/socket?name=Mal",
      protocols: ["majlis.v1"],
    });
    await eventually("Ana sees Mal come", () => ana.lines.length === 2);
    socket.sendJson({ type: "publish", id: "1", text: "hi\nBo: I owe Mal money\u2028* Ana left" });
    await eventually("Ana reads it", () => ana.lines.length === 5);
    ana.child.stdin.write("good \u001b[1mmorning\u001b[0m\n\n");
    await eventually("Ana has said it", () => ana.lines.length === 6);
    socket.destroy();
    await eventually("Ana sees Mal go", () => ana.lines.length === 7);
    const { code, out, err } = await ana.finish("bye");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.split("\n")).toEqual([
      "* you are \u2068Ana\u2069 in \u2068tea\u2069, alone so far",
      "* \u2068Mal\u2069 joined",
      "\u2068Mal\u2069: hi",
      "  Bo: I owe Mal money",
      "  * Ana left",
      "\u2068Ana\u2069: good morning",
      "* \u2068Mal\u2069 left",
      ...(out.includes("bye") ? ["\u2068Ana\u2069: bye"] : []),
      "",
    ]);
    expect(await texts()).toEqual(["hi\nBo: I owe Mal money\n* Ana left", "good morning", "bye"]);
  });

  test("[JOIN-3] [ID-6] [ID-7] says why it cannot get in, in one line, and ends with 1; a wrong command line with 2", async () => {
    await opened("tea");
    const refusals: [Cli, number, RegExp][] = [
      [majlis("send", room, "hi", "--name", "a:b"), 1, /^\* A name has [^\n]*\(invalid_name\)\n$/],
      [
        majlis("history", `${origin}/r/no%20room`),
        1,
        /^\* No room can have this name\. \(invalid_room_name\)\n$/,
      ],
      [
        majlis("tail", `${origin}/nothing`),
        1,
        /^\* There is no room at this address: the answer was HTTP 404\. \(unreachable\)\n$/,
      ],
      [
        new Cli(python, ["join", room], { MAJLIS_TOKEN: "no.token" }),
        1,
        /^\* This token was not made by this room\. \(invalid_token\)\n$/,
      ],
      [
        new Cli(python, ["join", room], { MAJLIS_TOKEN: "no token" }),
        1,
        /^\* This token was not made by this room\. \(invalid_token\)\n$/,
      ],
      [
        majlis("send", "http://127.0.0.1:1/r/tea", "hi", "--timeout", "0.5"),
        1,
        /^\* not connected: [^\n]*; reconnecting\n\* no answer within 0\.5 s\n$/,
      ],
      [
        majlis("send", room, "  "),
        1,
        /^\* line 1 is not stored: A message needs some text\. \(empty_text\)\n$/,
      ],
      [majlis("send", "tea", "hi"), 2, /^usage: [^]*a room's URL begins with/],
      [majlis("shout", room), 2, /^usage: /],
    ];
    for (const [program, code, err] of refusals) {
      const ended = await program.finish();
      expect(ended).toMatchObject({ code, out: "" });
      expect(ended.err).toMatch(err);
      expect(ended.err).not.toContain("Traceback");
    }
    expect(await texts()).toEqual([]);
  });

  test("[ID-1] a token from the environment makes one the same member again", async () => {
    await opened("tea");
    const socket = await RawSocket.open({
      port: Number(new URL(origin).port),
      path: "/r/tea/socket?name=Ana",
      protocols: ["majlis.v1"],
    });
    await eventually("Ana is welcomed", () => socket.events.length > 0);
    const { self } = socket.events[0] as unknown as { self: { id: string; token: string } };
    await new Cli(python, ["send", room, "it is me", "--name", "Somebody"], {
      MAJLIS_TOKEN: self.token,
    }).finish();
    expect((await fetchMessages(origin, "tea")).map(({ member, name }) => ({ member, name }))).toEqual([
      { member: self.id, name: "Ana" },
    ]);
    socket.destroy();
  });

  test("ends quietly when nobody reads it any more, and at an interrupt whatever it is doing", async () => {
    await opened("tea");
    await run(["send", room, "-"], "one\ntwo\nthree\n");
    const tail = majlis("tail", room);
    await eventually("it prints", () => tail.lines.length === 3);
    tail.child.stdout.destroy();
    await eventually("the pipe is found broken", async () => {
      await fetch(`${room}/messages`, { method: "POST", body: "four" });
      return tail.child.exitCode !== null;
    });
    expect(await tail.finish()).toMatchObject({ code: 0, err: "" });
    for (const args of [
      ["join", room],
      ["send", room, "-"],
      ["send", "http://127.0.0.1:1/r/tea", "hi"],
    ]) {
      const program = majlis(...args);
      await eventually("it is under way", async () =>
        args[1] === room
          ? !(await (await fetch(`${room}/members`)).text()).includes('"count":0')
          : program.err !== "",
      );
      program.child.kill("SIGINT");
      await program.exited();
      expect(program.child.exitCode, args.join(" ")).toBe(130);
      expect(program.err).not.toContain("Traceback");
      await eventually("it has left", async () =>
        (await (await fetch(`${room}/members`)).text()).includes('"count":0'),
      );
    }
  });
});
