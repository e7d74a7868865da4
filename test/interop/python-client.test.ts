/** The Python client: its own test suite, then programs that use it and its command line in a real room. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { audit } from "../support/auditor.ts";
import { runChild } from "../support/child-process.ts";
import { eventually } from "../support/eventually.ts";
import { auditedFields } from "../support/log-entry.ts";
import { pythonWithWebSockets } from "../support/python.ts";
import {
  Cli,
  pythonEnvironment,
  runShell,
  PYTHON_PACKAGE,
  PYTHON_TESTS,
  PythonClient,
  type ExitResult,
} from "../support/python-client.ts";
import { RawSocket } from "../support/raw-socket.ts";
import { printLine } from "../support/report.ts";
import { SdkClient } from "../support/sdk-client.ts";
import { seededRandom } from "../support/seeded-random.ts";
import { fetchMessages, readMessages } from "../support/stored-messages.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { Workerd } from "../support/workerd.ts";

interface PythonTest {
  readonly group: string;
  readonly name: string;
  readonly failure: string;
}

const SUITE_TIMEOUT_MS = 120_000;
const WAIT_TIMEOUT_MS = 60_000;

const python = await pythonWithWebSockets();

describe("the Python package's test suite", () => {
  const { stdout, stderr, status } = spawnSync(python, ["-W", "error", join(PYTHON_TESTS, "run_tests.py")], {
    env: pythonEnvironment(),
    encoding: "utf8",
    timeout: SUITE_TIMEOUT_MS,
  });
  const tests = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as PythonTest);

  test.each(tests)("$group: $name", ({ failure }) => {
    if (failure !== "") throw new Error(failure);
  });

  test("runs completely, without warnings", () => {
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(tests.length).toBeGreaterThan(100);
  });

  test("the package compiles and runs without being installed", async () => {
    const compiled = temporaryFolder();
    await runChild(python, ["-m", "compileall", "-q", join(PYTHON_PACKAGE, "majlis")], {
      timeoutMs: WAIT_TIMEOUT_MS,
      env: pythonEnvironment({ PYTHONPYCACHEPREFIX: compiled.path }),
    });
    compiled.remove();
    const help = await runChild(python, ["-m", "majlis", "--help"], {
      timeoutMs: WAIT_TIMEOUT_MS,
      env: pythonEnvironment(),
    });
    expect(help).toMatch(/exit codes:[^]*130 {2}interrupted/);
  });
});

const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
/** No rate limits, and replays so short that catching up takes several pages. */
const LIMITS = JSON.stringify({
  memberRate: UNLIMITED,
  addressRate: UNLIMITED,
  roomRate: UNLIMITED,
  frameRate: UNLIMITED,
  recoveryBytes: 4_096,
});

let workerd: Workerd | undefined;
const pythonClients: PythonClient[] = [];
const sdkClients: SdkClient[] = [];

afterEach(async () => {
  await Promise.all(pythonClients.splice(0).map((client) => client.kill()));
  for (const { room } of sdkClients.splice(0)) room.close();
  await workerd?.stop();
  workerd = undefined;
});

async function startRuntime(variables: Record<string, string> = {}): Promise<Workerd> {
  return (workerd = await Workerd.start({ variables }));
}

/** Joins Ana and Bo, as programs with the Python client. */
async function joinPythonClients(url: string): Promise<[ana: PythonClient, bo: PythonClient]> {
  const joined = await Promise.all([
    PythonClient.join(python, url, "Ana"),
    PythonClient.join(python, url, "Bo"),
  ]);
  pythonClients.push(...joined);
  return joined;
}

/** Joins Cy with the TypeScript SDK. */
function joinSdkClient(url: string): SdkClient {
  const environment = { random: () => Math.random() * 0.05 };
  const client = new SdkClient({ url, name: "Cy", environment });
  sdkClients.push(client);
  return client;
}

describe("the Python client in a room", () => {
  test("[P-2] [PUB-2] two Python clients and one TypeScript client receive every event once, in one order", async () => {
    const { origin } = await startRuntime();
    const url = `${origin}/r/everyone`;
    const [ana, bo] = await joinPythonClients(url);
    const cy = joinSdkClient(url);
    await eventually("Cy is online", () => cy.room.state.name === "online");
    const sent = ["hello", "مرحبا 👋", "two\nlines"].flatMap((text) =>
      ["Ana", "Bo", "Cy"].map((author) => `${author}: ${text}`),
    );
    for (const text of sent) ({ A: ana, B: bo, C: cy })[text[0] as "A" | "B" | "C"].publish(text);
    const clients = [ana, bo, cy];
    await eventually("all is stored", () => clients.flatMap(({ acks }) => acks).length === sent.length);
    const own = ana.acks[0]?.seq ?? 0;
    bo.send({ react: own, emoji: "👍" });
    ana.send({ edit: own, text: "hello, all" });
    ana.send({ rename: "Anna" });
    bo.send({ signal: { x: 1 } });
    await eventually("their commands are done", () => ana.done === 2 && bo.done === 2);
    await cy.room.delete(cy.acks[0]?.seq ?? 0);
    const total = sent.length + 3;
    await eventually("all have received it", () =>
      clients.every(({ received }) => received.length === total),
    );
    await eventually("Ana has the signal", () => ana.signals.length > 0);
    expect(ana.received).toEqual(cy.received);
    expect(bo.received).toEqual(cy.received);
    expect(ana.received.map(({ seq }) => seq)).toEqual(
      Array.from({ length: total }, (_, index) => index + 1),
    );
    expect(
      ana.received
        .filter(({ type }) => type === "message")
        .map(({ text }) => text ?? "")
        .toSorted(),
    ).toEqual(sent.toSorted());
    expect(ana.signals).toEqual([{ x: 1 }]);
    expect(await Promise.all([ana.leave(), bo.leave()])).toEqual([0, 0]);
    expect([...ana.stderrLines, ...bo.stderrLines, ...ana.failures, ...bo.failures]).toEqual([]);
  });

  test("[P-1] [P-2] [P-3] [PUB-5] [REC-3] ten kills under two Python clients lose, duplicate and reorder nothing", async () => {
    const KILLS = 10;
    const random = seededRandom();
    printLine(`seed ${random.seed}`);
    const runtime = await startRuntime({ LIMITS });
    const url = `${runtime.origin}/r/under-fire`;
    const [ana, bo] = await joinPythonClients(url);
    const cy = joinSdkClient(url);
    const clients = [ana, bo, cy];
    const acked = () => clients.flatMap(({ acks }) => acks).length;
    let sent = 0;
    const publish = () => {
      for (const client of clients)
        if (sent - acked() < 36) client.publish(`${++sent} ${"x".repeat(random.between(1, 300))}`);
    };
    for (let kill = 1; kill <= KILLS; kill++) {
      const target = acked() + random.between(40, 120);
      await eventually(`${target} texts are stored`, () => (publish(), acked() >= target), WAIT_TIMEOUT_MS);
      await runtime.kill();
      // These messages wait in the outbox.
      publish();
      await runtime.restart();
    }
    await eventually("everything is stored", () => acked() === sent, WAIT_TIMEOUT_MS);
    await eventually(
      "all have received it",
      () => clients.every(({ received }) => received.at(-1)?.seq === sent),
      WAIT_TIMEOUT_MS,
    );
    const rows = (await fetchMessages(runtime.origin, "under-fire")).map(auditedFields);
    const violations = audit(
      rows,
      [ana.log, bo.log],
      clients.flatMap(({ acks }) => acks.toSorted((a, b) => a.seq - b.seq)),
    );
    printLine(
      `${KILLS} kills: ${sent} texts, ${acked()} acknowledged, ${rows.length} stored, ${ana.joins + bo.joins} joins in Python, ${violations.length} violations`,
    );
    expect(violations).toEqual([]);
    expect(rows).toHaveLength(sent);
    for (const { log, joins, failures, stderrLines } of [ana, bo]) {
      expect(log.spans).toHaveLength(1);
      expect(log.spans[0]?.entries).toEqual(rows);
      expect(joins).toBeGreaterThan(KILLS / 2);
      expect([...failures, ...stderrLines]).toEqual([]);
    }
    expect(cy.received).toEqual(rows.slice(rows.length - cy.received.length));
    expect(cy.failures).toEqual([]);
    // Each client's messages are stored in the order of sending.
    for (const { acks } of clients)
      expect(acks.map(({ seq }) => seq)).toEqual(acks.map(({ seq }) => seq).toSorted((a, b) => a - b));
    await runtime.kill();
    expect(readMessages(runtime.roomsFolder, "under-fire")).toEqual(rows);
  });

  test("[FLOW-1] a Python client that reads megabytes is not closed as slow", async () => {
    const { origin } = await startRuntime({ LIMITS });
    const [ana, bo] = await joinPythonClients(`${origin}/r/flood`);
    const TEXTS = 250;
    for (let sent = 0; sent < TEXTS; sent++) {
      ana.publish(`${sent} ${"語".repeat(3_900)}`);
      await eventually("the outbox has space", () => sent - ana.acks.length < 3);
    }
    await eventually("Bo has received all", () => bo.received.length === TEXTS, WAIT_TIMEOUT_MS);
    expect([ana.joins, bo.joins, ana.failures, bo.failures]).toEqual([1, 1, [], []]);
  });
});

describe("the command line", () => {
  let origin = "";
  let room = "";
  async function startRoom(name: string): Promise<void> {
    ({ origin } = await startRuntime());
    room = `${origin}/r/${name}`;
  }

  const majlis = (...args: string[]) => new Cli(python, args);
  const run = (args: readonly string[], input = ""): Promise<ExitResult> => majlis(...args).finish(input);
  const texts = async () =>
    (await fetchMessages(origin, room.split("/").at(-1) ?? "")).map(({ text = "" }) => text);

  test("[P-1] send exits with 0 once its message is stored, and sends each line of a pipe as a message", async () => {
    await startRoom("builds");
    expect(await run(["send", room, "hello", "world", "--name", "Ana"])).toEqual({
      code: 0,
      out: "",
      err: "",
    });
    const lines = Array.from({ length: 60 }, (_, index) => `line ${index + 1}`);
    expect(await run(["send", room, "-"], `${lines.join("\n")}\n\n`)).toEqual({ code: 0, out: "", err: "" });
    expect(await run(["send", room], "\u001b[32mok\u001b[0m")).toMatchObject({ code: 0 });
    expect(await texts()).toEqual(["hello world", ...lines, "ok"]);
    const printed = await run(["send", room, "--json", "printed"]);
    expect(JSON.parse(printed.out)).toMatchObject({ type: "message", seq: 63, text: "printed" });
  });

  test("send exits with 1 if a line is refused, names the line, and sends the others", async () => {
    await startRoom("builds");
    const { code, err } = await run(["send", room, "-"], "one\n\u200B\nthree\n");
    expect(code).toBe(1);
    expect(err).toBe("* line 2 is not stored: A message needs some text. (empty_text)\n");
    expect(await texts()).toEqual(["one", "three"]);
    const many = await run(["send", room, "👍🏽".repeat(2_047)]);
    expect(many.code, "the room counts graphemes, not the command line").toBe(0);
  });

  test("[PUB-1] send divides a long line into messages, between words", async () => {
    await startRoom("builds");
    const words = Array.from({ length: 2_000 }, (_, index) => `word${index}`).join(" ");
    expect(await run(["send", room, "-"], `${words}\nnext\n`)).toMatchObject({ code: 0, err: "" });
    const stored = await texts();
    expect(stored.slice(0, -1).every((text) => text.length <= 4_000)).toBe(true);
    expect(stored.at(-1)).toBe("next");
    expect(stored.slice(0, -1).join(" ")).toBe(words);
  });

  test("output that cannot be written fails the command, whatever command; a reader that has left does not", async () => {
    await startRoom("builds");
    await run(["send", room, "hello", "--name", "Ana"]);
    for (const args of [
      ["tail", room, "--no-follow"],
      ["tail", room],
      ["history", room],
      ["send", room, "--json", "x"],
      ["--help"],
      ["send", "--help"],
    ]) {
      const full = await runShell("majlis > /dev/full", python, args);
      expect(full, args.join(" ")).toEqual({
        code: 1,
        err: "* cannot write the output: No space left on device\n",
      });
    }
    const left = await runShell("majlis | grep -m1 '^Ana: hello'", python, ["tail", room, "--no-follow"]);
    expect(left).toEqual({ code: 0, err: "" });
  });

  test("the greeting names the room in its own script", async () => {
    await startRoom(encodeURIComponent("مجلس"));
    const { out } = await run(["join", room, "--name", "Ana"]);
    expect(out).toBe("* you are Ana in \u2068مجلس\u2069, alone so far\n");
  });

  test("[PUB-5] send survives a kill of the room while it reads a pipe: no line is lost or duplicated", async () => {
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

  test.each(["send", "join"])("%s gives up a room that stays dead, and exits with 1", async (command) => {
    const runtime = await startRuntime();
    room = `${runtime.origin}/r/builds`;
    // Long enough to read the lines that come after the kill.
    const sending = majlis(command, room, ...(command === "send" ? ["-"] : []), "--max-outage", "2.5");
    sending.child.stdin.write("one\n");
    await eventually("the first line is stored", async () =>
      (await fetchMessages(runtime.origin, "builds")).some(({ text }) => text === "one"),
    );
    await runtime.kill();
    const { code, err } = await sending.finish("two\nthree\n");
    expect(code).toBe(1);
    expect(err).toMatch(
      /\* not connected[^\n]*; reconnecting\n\* gave up: no connection for 2\.5 s\n\* lines (1|2) to 3 may not be stored\n$/,
    );
  });

  test("[HIST-1] history prints pages of messages, oldest first, and tail prints the newest", async () => {
    await startRoom("long");
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
    expect((await run(["tail", room, "-n", "1", "--no-follow"])).out).toBe("Bo: message 30\n");
  });

  test("[REC-1] tail continues after a kill of the room, and exits with 130 on an interrupt", async () => {
    const runtime = await startRuntime();
    ({ origin } = runtime);
    room = `${origin}/r/tea`;
    const tail = majlis("tail", `${room.replace("http", "ws")}/socket`, "--json", "--name", "Reader");
    const prints = (text: string) => eventually(`tail prints ${text}`, () => tail.out.includes(text));
    await eventually("tail has joined", async () =>
      (await (await fetch(`${room}/members`)).text()).includes("Reader"),
    );
    await run(["send", room, "before"]);
    await prints("before");
    await runtime.kill();
    await runtime.restart();
    await run(["send", room, "after"]);
    await prints("after");
    tail.child.kill("SIGINT");
    expect(await tail.finish()).toMatchObject({ code: 130 });
    expect(tail.lines.map((line) => (JSON.parse(line) as { text: string }).text)).toEqual([
      "before",
      "after",
    ]);
    expect(tail.err).toBe("* not connected; reconnecting\n* connected\n");
  });

  test("[TXT-3] join escapes messages for the terminal, so that none can control it or forge a line", async () => {
    await startRoom("tea");
    const ana = majlis("join", room, "--name", "Ana");
    await eventually("Ana has joined", () => ana.lines.length === 1);
    const socket = await RawSocket.open({
      port: Number(new URL(origin).port),
      path: "/r/tea/socket?name=Mal",
      protocols: ["majlis.v1"],
    });
    await eventually("Ana sees Mal join", () => ana.lines.length === 2);
    socket.sendJson({ type: "publish", id: "1", text: "hi\nBo: I owe Mal money\u2028* Ana left" });
    await eventually("Ana receives it", () => ana.lines.length === 5);
    ana.child.stdin.write("good \u001b[1mmorning\u001b[0m\n\n");
    await eventually("Ana's message is stored", () => ana.lines.length === 6);
    socket.destroy();
    await eventually("Ana sees Mal leave", () => ana.lines.length === 7);
    const { code, out, err } = await ana.finish("bye");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out.split("\n")).toEqual([
      "* you are Ana in tea, alone so far",
      "* Mal joined",
      "Mal: hi",
      "  Bo: I owe Mal money",
      "  * Ana left",
      "Ana: good morning",
      "* Mal left",
      ...(out.includes("bye") ? ["Ana: bye"] : []),
      "",
    ]);
    expect(await texts()).toEqual(["hi\nBo: I owe Mal money\n* Ana left", "good morning", "bye"]);
  });

  test("[JOIN-3] [ID-6] [ID-7] a refused command prints one line and exits with 1; a usage error exits with 2", async () => {
    await startRoom("tea");
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

  test("[ID-1] a token from the environment identifies the same member", async () => {
    await startRoom("tea");
    const socket = await RawSocket.open({
      port: Number(new URL(origin).port),
      path: "/r/tea/socket?name=Ana",
      protocols: ["majlis.v1"],
    });
    await eventually("Ana is welcomed", () => socket.events.length > 0);
    const { self } = socket.events[0] as unknown as { self: { id: string; token: string } };
    await new Cli(python, ["send", room, "it is me", "--name", "Other"], {
      MAJLIS_TOKEN: self.token,
    }).finish();
    expect((await fetchMessages(origin, "tea")).map(({ member, name }) => ({ member, name }))).toEqual([
      { member: self.id, name: "Ana" },
    ]);
    socket.destroy();
  });

  test("exits silently when its output pipe is closed, and with 130 on an interrupt", async () => {
    await startRoom("tea");
    await run(["send", room, "-"], "one\ntwo\nthree\n");
    const tail = majlis("tail", room);
    await eventually("it prints", () => tail.lines.length === 3);
    tail.child.stdout.destroy();
    await eventually("tail has exited", async () => {
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
      await eventually("the program is running", async () =>
        args[1] === room
          ? !(await (await fetch(`${room}/members`)).text()).includes('"count":0')
          : program.err !== "",
      );
      program.child.kill("SIGINT");
      await program.exited();
      expect(program.child.exitCode, args.join(" ")).toBe(130);
      expect(program.err).not.toContain("Traceback");
      await eventually("its member has left", async () =>
        (await (await fetch(`${room}/members`)).text()).includes('"count":0'),
      );
    }
  });
});
