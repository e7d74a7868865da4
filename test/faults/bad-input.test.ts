/**
 * Invalid input (SPEC P-5): each kind is answered by its error code or close code and stores nothing, and a control
 * pair in the same room is unaffected.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { claimsOf, signToken } from "../support/guest-token.ts";
import { ControlPair } from "../support/control-pair.ts";
import {
  encodeClosePayload,
  encodeFrame,
  OPCODES,
  RawSocket,
  type WireEvent,
} from "../support/raw-socket.ts";
import { fetchMessages, readRoomKey } from "../support/stored-messages.ts";
import { Workerd } from "../support/workerd.ts";

const FRAME_BYTES = 64 * 1024;
const TEXT_GRAPHEMES = 4_000;
const TEXT_BYTES = 16 * 1024;
const NAME_GRAPHEMES = 40;
/** For the end of the TCP connection after a completed closing handshake. */
const CLOSE_TIMEOUT_MS = 2_000;

let workerd: Workerd;
let rooms = 0;
let room = "";
let controlPair: ControlPair;
const visitors: RawSocket[] = [];

beforeAll(async () => {
  workerd = await Workerd.start();
});

afterAll(async () => {
  await workerd.stop();
});

async function enterRoom(): Promise<void> {
  room = `room-${++rooms}`;
  controlPair = await ControlPair.join(workerd.port, room);
}

afterEach(() => {
  controlPair.leave();
  for (const visitor of visitors.splice(0)) visitor.destroy();
});

interface VisitorOptions {
  readonly name?: string;
  readonly position?: string;
  readonly protocols?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
}

/** Opens a socket to the room, or to `path`. */
async function openVisitor({
  name = "Mallory",
  position,
  path,
  ...handshake
}: VisitorOptions = {}): Promise<RawSocket> {
  const query = new URLSearchParams({ name, ...(position === undefined ? {} : { position }) });
  const visitor = await RawSocket.open({
    port: workerd.port,
    path: `${path ?? `/r/${room}/socket`}?${query}`,
    ...handshake,
  });
  visitors.push(visitor);
  return visitor;
}

const JSON_PROTOCOL = ["majlis.v1"];

/** Opens a JSON socket and waits for its welcome. */
async function joinJson(options: VisitorOptions = {}): Promise<RawSocket & { readonly welcome?: WireEvent }> {
  const visitor = await openVisitor({ protocols: JSON_PROTOCOL, ...options });
  await visitor.waitForEvent("welcome", isType("welcome"));
  return visitor;
}

async function welcomeOf(visitor: RawSocket): Promise<WireEvent> {
  return visitor.waitForEvent("welcome", isType("welcome"));
}

function isType(type: string): (event: WireEvent) => boolean {
  return (event) => event.type === type;
}

function errorsOf(visitor: RawSocket): WireEvent[] {
  return visitor.events.filter(isType("error"));
}

/** The error that answers the invalid command `id`, or a frame without an id. */
async function waitForError(visitor: RawSocket, id?: string): Promise<WireEvent> {
  return visitor.waitForEvent("an error", (event) => event.type === "error" && event.id === id);
}

describe("frames that are not commands", () => {
  test.each([
    ["not JSON", "hello"],
    ["an empty frame", ""],
    ["half of an object", '{"type":"publish"'],
    ["an array", '[{"type":"publish","id":"a","text":"hi"}]'],
    ["a number", "7"],
    ["a string", '"publish"'],
    ["null", "null"],
    ["an object without a type", '{"id":"a","text":"hi"}'],
    ["a type that is a number", '{"type":7,"id":"a"}'],
    ["a type that is only inherited", '{"__proto__":{"type":"publish"},"id":"a","text":"hi"}'],
    ["40,000 levels of arrays", "[".repeat(40_000)],
    [
      "40,000 levels in an unknown field",
      `{"type":"publish","id":"a","text":"hi","x":${"[".repeat(20_000)}${"]".repeat(20_000)}}`,
    ],
    ["33 levels", `{"type":"signal","data":${"[".repeat(32)}${"]".repeat(32)}}`],
  ])("[CMD-1] [P-5] %s is a bad frame", async (_, frame) => {
    await enterRoom();
    const mallory = await joinJson();
    mallory.sendText(frame);
    expect(await waitForError(mallory)).toMatchObject({ code: "bad_frame", message: expect.any(String) });
    await controlPair.expectUnaffected();
    expect(mallory.isClosed).toBe(false);
  });

  test("[CMD-1] a frame nested 32 levels deep is accepted", async () => {
    await enterRoom();
    const mallory = await joinJson();
    mallory.sendText(`{"type":"typing","on":true,"x":${"[".repeat(31)}${"]".repeat(31)}}`);
    mallory.sendJson({ type: "history", id: "after", limit: 1 });
    await mallory.waitForEvent("the answer to the next command", ({ id }) => id === "after");
    expect(errorsOf(mallory)).toEqual([]);
  });

  test("[CMD-2] an unknown command is named in the error, whatever its name", async () => {
    await enterRoom();
    const mallory = await joinJson();
    const names = [
      "dance",
      "",
      "__proto__",
      "constructor",
      "toString",
      "hasOwnProperty",
      "Publish",
      "welcome",
    ];
    for (const [index, type] of names.entries()) mallory.sendJson({ type, id: `n${index}` });
    for (const [index, type] of names.entries()) {
      const error = await waitForError(mallory, `n${index}`);
      expect(error).toMatchObject({ code: "unknown_command" });
      expect(error.message).toContain(`"${type}"`);
    }
    await controlPair.expectUnaffected();
  });

  test.each([
    ["a publish without an id", { type: "publish", text: "hi" }, undefined, "id"],
    ["a publish without a text", { type: "publish", id: "a" }, "a", "text"],
    ["a text that is a number", { type: "publish", id: "a", text: 5 }, "a", "text"],
    ["a text that is null", { type: "publish", id: "a", text: null }, "a", "text"],
    ["a text that is an object", { type: "publish", id: "a", text: { toString: "x" } }, "a", "text"],
    ["an id that is a number", { type: "publish", id: 5, text: "hi" }, undefined, "id"],
    ["an empty id", { type: "publish", id: "", text: "hi" }, "", "id"],
    ["an id of 65 characters", { type: "publish", id: "a".repeat(65), text: "hi" }, undefined, "id"],
    ["an id with a space", { type: "publish", id: "a b", text: "hi" }, "a b", "id"],
    ["a reply to seq 0", { type: "publish", id: "a", text: "hi", replyTo: 0 }, "a", "replyTo"],
    ["a reply to seq 1.5", { type: "publish", id: "a", text: "hi", replyTo: 1.5 }, "a", "replyTo"],
    ["a since of -1", { type: "publish", id: "a", text: "hi", since: -1 }, "a", "since"],
    ["an unsafe integer as since", { type: "publish", id: "a", text: "hi", since: 2 ** 60 }, "a", "since"],
    ["an edit of a string seq", { type: "edit", id: "a", seq: "1", text: "hi" }, "a", "seq"],
    ["a reaction without on", { type: "react", id: "a", seq: 1, emoji: "👍" }, "a", "on"],
    ["typing with on as a number", { type: "typing", on: 1 }, undefined, "on"],
    ["history before and after", { type: "history", id: "a", before: 3, after: 1 }, "a", "before or after"],
    ["a token that is an array", { type: "authenticate", id: "a", token: ["x"] }, "a", "token"],
  ])(
    "[CMD-3] [CMD-5] [ERR-1] %s is a bad command, and the error names the field",
    async (_, command, id, field) => {
      await enterRoom();
      const mallory = await joinJson();
      mallory.sendJson(command);
      const error = await waitForError(mallory, id);
      expect(error.code).toBe("bad_command");
      expect(error.message).toContain(field);
      await controlPair.expectUnaffected();
    },
  );

  test("[CMD-3] a field named __proto__ is ignored like any unknown field", async () => {
    await enterRoom();
    const mallory = await joinJson();
    mallory.sendText(
      '{"type":"publish","id":"a","text":"harmless","__proto__":{"text":"evil","role":"owner"}}',
    );
    mallory.sendText('{"type":"publish","id":"__proto__","text":"also harmless"}');
    mallory.sendText('{"type":"publish","id":"__proto__","text":"a repeat"}');
    expect(await mallory.waitForEvent("a stored repeat", isType("stored"))).toMatchObject({
      id: "__proto__",
    });
    await controlPair.expectUnaffected({ others: ["harmless", "also harmless"] });
  });
});

describe("frames of invalid size or kind", () => {
  test("[CMD-4] a frame of 64 KiB is decoded, one byte more closes with 1009", async () => {
    await enterRoom();
    const frameOfBytes = (bytes: number) => `{"type":"publish","id":"a","text":"${"x".repeat(bytes - 37)}"}`;
    expect(frameOfBytes(FRAME_BYTES)).toHaveLength(FRAME_BYTES);
    const mallory = await joinJson();
    mallory.sendText(frameOfBytes(FRAME_BYTES));
    expect(await waitForError(mallory, "a")).toMatchObject({ code: "too_large" });
    mallory.sendText(frameOfBytes(FRAME_BYTES + 1));
    expect(await mallory.waitForClose()).toEqual({ code: 1009, reason: expect.stringMatching(/larger/) });
    await controlPair.waitForLeave("Mallory");
    await controlPair.expectUnaffected();
  });

  test("[CMD-4] the frame size limit counts bytes, over all fragments", async () => {
    await enterRoom();
    const arabic = await joinJson();
    arabic.sendText(JSON.stringify({ type: "typing", on: true, x: "م".repeat(FRAME_BYTES / 2) }));
    expect((await arabic.waitForClose()).code).toBe(1009);
    const fragmented = await joinJson();
    const piece = Buffer.alloc(1_024, "x");
    fragmented.sendFrame(OPCODES.text, piece, { isLast: false });
    for (let sent = 1; sent < 64; sent++)
      fragmented.sendFrame(OPCODES.continuation, piece, { isLast: false });
    fragmented.sendFrame(OPCODES.continuation, Buffer.from("x"));
    expect((await fragmented.waitForClose()).code).toBe(1009);
    await controlPair.expectUnaffected();
  });

  test.each([
    ["binary", Buffer.from('{"type":"publish","id":"a","text":"hi"}')],
    ["empty and binary", Buffer.alloc(0)],
  ])("[CMD-4] a frame that is %s closes with 1003", async (_, payload) => {
    await enterRoom();
    for (const protocols of [JSON_PROTOCOL, []]) {
      const mallory = await openVisitor({ protocols });
      await eventually("Mallory has joined", () => mallory.texts.length > 0);
      mallory.sendFrame(OPCODES.binary, payload);
      expect(await mallory.waitForClose()).toEqual({ code: 1003, reason: "Frames are text." });
    }
    await controlPair.expectUnaffected();
  });

  test("[P-5] a fragmented command with a ping between the fragments is one command", async () => {
    await enterRoom();
    const mallory = await joinJson();
    const bytes = Buffer.from(JSON.stringify({ type: "publish", id: "a", text: "in pieces: سلام" }));
    mallory.sendFrame(OPCODES.text, bytes.subarray(0, 1), { isLast: false });
    for (let at = 1; at < bytes.length; at++) {
      if (at === 20) mallory.sendFrame(OPCODES.ping, Buffer.from("between"));
      mallory.sendFrame(OPCODES.continuation, bytes.subarray(at, at + 1), {
        isLast: at === bytes.length - 1,
      });
    }
    expect(await mallory.waitForEvent("the message", isType("message"))).toMatchObject({
      text: "in pieces: سلام",
    });
    expect(mallory.pongs.map(String)).toEqual(["between"]);
    await controlPair.expectUnaffected({ others: ["in pieces: سلام"] });
  });

  test.each([
    ["a reserved bit", encodeFrame(OPCODES.text, Buffer.from("{}"), { reservedBits: 4 })],
    ["an unknown opcode", encodeFrame(3, Buffer.from("{}"))],
    ["an unknown control opcode", encodeFrame(11, Buffer.from("{}"))],
    ["a continuation without a first fragment", encodeFrame(OPCODES.continuation, Buffer.from("{}"))],
  ])("[P-5] %s closes only its sender's connection", async (_, bytes) => {
    await enterRoom();
    const mallory = await joinJson();
    mallory.sendBytes(bytes);
    expect([1002, undefined]).toContain((await mallory.waitForClose()).code);
    await controlPair.waitForLeave("Mallory");
    await controlPair.expectUnaffected();
  });

  test("[P-5] bytes that are not UTF-8 are replaced by the platform or close the connection", async () => {
    await enterRoom();
    const mallory = await joinJson();
    const command = Buffer.from('{"type":"publish","id":"a","text":"bad ? byte"}');
    mallory.sendFrame(OPCODES.text, Buffer.from(command.map((byte) => (byte === 0x3f ? 0xff : byte))));
    await eventually(
      "an answer",
      () => mallory.isClosed || mallory.close !== undefined || mallory.events.some(({ id }) => id === "a"),
    );
    const wasAccepted = mallory.events.some(({ text }) => text === "bad \ufffd byte");
    if (!wasAccepted) expect((await mallory.waitForClose()).code).toBe(1007);
    await controlPair.expectUnaffected({ others: wasAccepted ? ["bad \ufffd byte"] : [] });
  });

  test("[P-5] an unmasked frame is accepted or closes only its sender's connection", async () => {
    await enterRoom();
    const mallory = await joinJson();
    const command = Buffer.from('{"type":"publish","id":"a","text":"bare"}');
    mallory.sendBytes(encodeFrame(OPCODES.text, command, { isMasked: false }));
    await eventually(
      "an answer",
      () => mallory.isClosed || mallory.close !== undefined || mallory.events.some(({ id }) => id === "a"),
    );
    const wasAccepted = mallory.events.some(({ text }) => text === "bare");
    await controlPair.expectUnaffected({ others: wasAccepted ? ["bare"] : [] });
  });
});

describe("texts", () => {
  const FAMILY = "👨‍👩‍👧‍👦";
  const familyBytes = Buffer.byteLength(FAMILY);
  const fillTo = (bytes: number) =>
    FAMILY.repeat(Math.floor(bytes / familyBytes)) + "a".repeat(bytes % familyBytes);

  test.each([
    ["graphemes", "e\u0301".repeat(TEXT_GRAPHEMES), `${"e\u0301".repeat(TEXT_GRAPHEMES)}e`],
    ["letters", "x".repeat(TEXT_GRAPHEMES), "x".repeat(TEXT_GRAPHEMES + 1)],
    ["bytes", fillTo(TEXT_BYTES), fillTo(TEXT_BYTES + 1)],
  ])(
    "[PUB-1] a text at the limit of %s is stored unchanged, one more is too large",
    async (_, most, more) => {
      await enterRoom();
      const mallory = await joinJson();
      mallory.sendJson({ type: "publish", id: "most", text: most });
      expect((await mallory.waitForEvent("the message", isType("message"))).text).toBe(most);
      mallory.sendJson({ type: "publish", id: "more", text: more });
      expect(await waitForError(mallory, "more")).toMatchObject({ code: "too_large" });
      await controlPair.expectUnaffected({ others: [most] });
    },
  );

  test.each([
    ["a lone high surrogate", '"\\ud83d"', "invalid_text"],
    ["a lone low surrogate", '"hi \\udc4d"', "invalid_text"],
    ["surrogates in the wrong order", '"\\udc4d\\ud83d"', "invalid_text"],
    ["NUL", '"hi\\u0000"', "invalid_text"],
    ["a bell", '"\\u0007ding"', "invalid_text"],
    ["an escape sequence", '"\\u001b[2Jgone"', "invalid_text"],
    ["a C1 control", '"\\u009b2J"', "invalid_text"],
    ["no characters", '""', "empty_text"],
    ["spaces and line breaks", '" \\n\\t "', "empty_text"],
    ["invisible characters", '"\\u200b\\u2060\\ufeff"', "empty_text"],
    ["direction overrides only", '"\\u202e\\u202d"', "empty_text"],
  ])("[PUB-1] a text of %s is refused", async (_, text, code) => {
    await enterRoom();
    const mallory = await joinJson();
    mallory.sendText(`{"type":"publish","id":"a","text":${text}}`);
    expect(await waitForError(mallory, "a")).toMatchObject({ code });
    await controlPair.expectUnaffected();
  });

  test("[PUB-1] direction overrides are removed, and line breaks of every kind become line feeds", async () => {
    await enterRoom();
    const mallory = await joinJson();
    mallory.sendJson({ type: "publish", id: "a", text: "a\u202eb\u202cc\r\nd\re\u2028f\u2029g\u0085h" });
    expect((await mallory.waitForEvent("the message", isType("message"))).text).toBe("abc\nd\ne\nf\ng\nh");
  });

  test.each([
    ["a line feed", "x\nAna: hi"],
    ["a carriage return", "x\rAna: hi"],
    ["both", "x\r\nAna: hi"],
    ["a line separator", "x\u2028Ana: hi"],
    ["a paragraph separator", "x\u2029Ana: hi"],
    ["a next line", "x\u0085Ana: hi"],
    ["an empty line before", "\n\nAna: hi"],
    ["the room's prefix", "* Ana left"],
    ["the room's prefix on a continuation line", "x\n* Ana left"],
  ])("[TXT-2] [TXT-3] a message cannot forge a plain-text line with %s", async (_, forgery) => {
    await enterRoom();
    const mallory = await openVisitor();
    await eventually("Mallory has joined", () => mallory.texts.length > 0);
    mallory.sendText(forgery);
    const arrived = () => controlPair.lines.find((line) => line.startsWith("Mallory: "));
    await eventually("Bo receives it", () => arrived() !== undefined);
    const lines = (arrived() ?? "").split(/[\n\v\f\r\u0085\u2028\u2029]/u);
    expect(lines[0]).toMatch(/^Mallory: /);
    for (const line of lines.slice(1)) expect(line).toMatch(/^ {2}/);
    const transcript = await (await fetch(`${workerd.origin}/r/${room}/transcript`)).text();
    const forged = transcript
      .split(/[\n\v\f\r\u0085\u2028\u2029]/u)
      .filter((line) => /^(Ana:|\*)/.test(line));
    expect(forged).toEqual([]);
    await controlPair.expectUnaffected({ others: [forgery.replace(/\r\n?|[\u0085\u2028\u2029]/gu, "\n")] });
  });

  test("[TXT-1] [TXT-2] a refused plain-text message is answered by a line of the room", async () => {
    await enterRoom();
    const mallory = await openVisitor();
    await eventually("Mallory has joined", () => mallory.texts.length > 0);
    mallory.sendText("ding \u0007");
    mallory.sendText("  \n ");
    mallory.sendText("x".repeat(TEXT_GRAPHEMES + 1));
    await eventually("both are answered", () => mallory.texts.length >= 3);
    expect(mallory.texts.slice(1)).toEqual([
      "* The text holds control characters or is not valid Unicode.",
      "* This is larger than the room takes.",
    ]);
    await controlPair.expectUnaffected();
  });
});

describe("names", () => {
  test.each([
    ["40 letters", "n".repeat(NAME_GRAPHEMES)],
    ["40 letters with combining marks", "n\u0303".repeat(NAME_GRAPHEMES)],
    ["Arabic", "ليلى"],
  ])("[ID-7] a name of %s is valid", async (_, name) => {
    await enterRoom();
    const visitor = await joinJson({ name });
    expect((await welcomeOf(visitor)).self?.name).toBe(name.normalize("NFC"));
  });

  const BAD_NAMES: [string, string][] = [
    ["41 letters", "n".repeat(NAME_GRAPHEMES + 1)],
    ["41 letters with combining marks", "n\u0303".repeat(NAME_GRAPHEMES + 1)],
    ["a line feed", "Ana\nBo"],
    ["a line separator", "Ana\u2028Bo"],
    ["a tab and a NUL", "A\t\u0000"],
    ["an escape", "\u001b[31mAna"],
    ["a direction override", "Ana\u202e"],
    ["a direction isolate", "\u2066Ana\u2069"],
    ["a zero-width space", "An\u200ba"],
    ["a soft hyphen", "An\u00ada"],
    ["five combining marks on a letter", `q${"\u0301\u0316\u0323\u0327\u0330"}na`],
    ["a colon", "Ana: hi"],
    ["a fullwidth colon", "Ana：hi"],
    ["a leading asterisk", "* Ana"],
    ["combining marks only", "\u0300\u0301"],
  ];

  test.each(BAD_NAMES)("[ID-7] [JOIN-3] a join with a name of %s is refused with 4500", async (_, name) => {
    await enterRoom();
    for (const protocols of [JSON_PROTOCOL, []]) {
      const visitor = await openVisitor({ name, protocols });
      expect(visitor.status).toBe(101);
      expect((await visitor.waitForClose()).code).toBe(4500);
      expect(visitor.texts).toEqual([]);
    }
    await controlPair.expectUnaffected();
  });

  test("[ID-4] [ID-7] a rename to an invalid name is refused and changes nothing", async () => {
    await enterRoom();
    const mallory = await joinJson();
    for (const [index, [, name]] of BAD_NAMES.entries())
      mallory.sendJson({ type: "rename", id: `r${index}`, name });
    for (const index of BAD_NAMES.keys())
      expect(await waitForError(mallory, `r${index}`)).toMatchObject({ code: "invalid_name" });
    const { list } = (await (await fetch(`${workerd.origin}/r/${room}/members`)).json()) as {
      list: { name: string }[];
    };
    expect(list.map(({ name }) => name)).toEqual(["Ana", "Bo", "Mallory"]);
    await controlPair.expectUnaffected();
  });
});

describe("room names", () => {
  test.each([
    ["a slash", "a%2Fb"],
    ["a backslash", "a%5Cb"],
    ["dots", "a.b"],
    ["a leading dot", ".hidden"],
    ["an escaped parent folder", "%2e%2e%2fadmin"],
    ["a space", "a%20b"],
    ["65 letters", "x".repeat(65)],
    ["65 Arabic letters", encodeURIComponent("م".repeat(65))],
    ["five combining marks on a letter", encodeURIComponent("q\u0301\u0316\u0323\u0327\u0330")],
    ["an emoji", encodeURIComponent("👍")],
    ["a direction override", encodeURIComponent("a\u202eb")],
    ["bytes that are not UTF-8", "a%ff"],
    ["a percent sign", "a%25b"],
    ["an invalid percent escape", "a%zz"],
  ])(
    "[ROOM-1] [JOIN-3] a room name with %s is refused: 4501 over a socket, 404 over HTTP",
    async (_, segment) => {
      await enterRoom();
      const visitor = await openVisitor({ path: `/r/${segment}/socket`, protocols: ["chat", "superchat"] });
      expect(visitor.status).toBe(101);
      expect(visitor.protocol).toBe("chat");
      expect((await visitor.waitForClose()).code).toBe(4501);
      for (const rest of ["", "/messages", "/members"]) {
        const response = await fetch(`${workerd.origin}/r/${segment}${rest}`, {
          headers: { Accept: "application/json" },
        });
        expect(response.status).toBe(404);
        expect(response.headers.get("Content-Type")).toMatch(/^application\/problem\+json/);
        expect(await response.json()).toMatchObject({ code: "invalid_room_name" });
      }
      const posted = await fetch(`${workerd.origin}/r/${segment}/messages`, { method: "POST", body: "hi" });
      expect(posted.status).toBe(404);
      await controlPair.expectUnaffected();
    },
  );

  test("[ROOM-1] room names are valid in every script and normalized to one room", async () => {
    await enterRoom();
    const spellings = [`Café-${room}`, `café-${room}`, `CAFE\u0301-${room.toUpperCase()}`, `مجلس-${room}`];
    const canonical = [`café-${room}`, `café-${room}`, `café-${room}`, `مجلس-${room}`];
    const names: (string | undefined)[] = [];
    for (const spelling of spellings) {
      const visitor = await joinJson({ path: `/r/${encodeURIComponent(spelling)}/socket` });
      names.push((await welcomeOf(visitor)).room?.name);
    }
    expect(names).toEqual(canonical);
    const last = await joinJson({
      path: `/r/${encodeURIComponent(spellings[0] ?? "")}/socket`,
      name: "Fourth",
    });
    expect((await welcomeOf(last)).members?.count).toBe(4);
  });
});

describe("tokens", () => {
  const offer = (token: string) => ({ protocols: [...JSON_PROTOCOL, `token.${token}`] });
  const inAnHour = () => Math.floor(Date.now() / 1000) + 3_600;

  async function ownToken(): Promise<string> {
    const visitor = await joinJson({ name: "Mallory" });
    return (await welcomeOf(visitor)).self?.token ?? "";
  }

  test("[ID-2] [ID-3] a token signed as the specification describes it identifies its member, with its name", async () => {
    await enterRoom();
    const key = readRoomKey(workerd.roomsFolder, room);
    const token = signToken(room, key, { member: "someone", name: "Signed", exp: inAnHour() });
    const visitor = await joinJson({ name: "Asked", ...offer(token) });
    expect((await welcomeOf(visitor)).self).toMatchObject({ id: "someone", name: "Signed" });
    const again = await joinJson(offer((await welcomeOf(visitor)).self?.token ?? ""));
    expect((await welcomeOf(again)).self?.id).toBe("someone");
  });

  /** Each derives an invalid token from a valid one of this room. */
  const INVALID_TOKENS: [string, (valid: string) => string][] = [
    ["garbage", () => "garbage"],
    ["two empty parts", () => "."],
    ["three parts", (valid) => `${valid}.x`],
    ["no signature", (valid) => `${valid.split(".")[0]}.`],
    [
      "an altered name",
      (valid) => [payloadOf({ ...claimsOf(valid), name: "Ana" }), valid.split(".")[1]].join("."),
    ],
    [
      "an altered expiry",
      (valid) => [payloadOf({ ...claimsOf(valid), exp: 9e9 }), valid.split(".")[1]].join("."),
    ],
    ["one bit flipped in its signature", (valid) => flipLast(valid)],
    [
      "a past expiry and an invalid signature",
      (valid) => [payloadOf({ ...claimsOf(valid), exp: 1 }), valid.split(".")[1]].join("."),
    ],
    ["a signature by a key of zeros", (valid) => signToken(room, new Uint8Array(32), claimsOf(valid))],
    ["5,000 characters", (valid) => `${"A".repeat(5_000)}.${valid.split(".")[1]}`],
    [
      "the form of an unsigned JWT",
      () =>
        `${Buffer.from('{"alg":"none"}').toString("base64url")}.${payloadOf({ member: "x", name: "x", exp: 9e9 })}.`,
    ],
  ];

  test.each(INVALID_TOKENS)("[ID-6] [JOIN-3] a token with %s closes with 4503", async (_, invalidate) => {
    await enterRoom();
    const token = invalidate(await ownToken());
    const byOffer = await openVisitor(offer(token));
    expect((await byOffer.waitForClose()).code).toBe(4503);
    const byHeader = await openVisitor({
      protocols: JSON_PROTOCOL,
      headers: { Authorization: `Bearer ${token}` },
    });
    expect((await byHeader.waitForClose()).code).toBe(4503);
    await controlPair.expectUnaffected();
  });

  test("[ID-6] another room's token closes with 4503", async () => {
    await enterRoom();
    const elsewhere = await joinJson({ path: `/r/other-${room}/socket` });
    const visitor = await openVisitor(offer((await welcomeOf(elsewhere)).self?.token ?? ""));
    expect((await visitor.waitForClose()).code).toBe(4503);
    await controlPair.expectUnaffected();
  });

  test("[ID-6] an expired token closes with 4504", async () => {
    await enterRoom();
    const key = readRoomKey(workerd.roomsFolder, room);
    for (const exp of [Math.floor(Date.now() / 1000) - 1, 1, 0, -1]) {
      const visitor = await openVisitor(offer(signToken(room, key, { member: "late", name: "Late", exp })));
      expect((await visitor.waitForClose()).code).toBe(4504);
    }
    await controlPair.expectUnaffected();
  });

  test("[ID-5] authenticate with an invalid token is answered by an error and changes nothing", async () => {
    await enterRoom();
    const mallory = await joinJson();
    const valid = (await welcomeOf(mallory)).self?.token ?? "";
    for (const [index, [, invalidate]] of INVALID_TOKENS.entries())
      mallory.sendJson({ type: "authenticate", id: `t${index}`, token: invalidate(valid) });
    for (const index of INVALID_TOKENS.keys())
      expect(await waitForError(mallory, `t${index}`)).toMatchObject({ code: "invalid_token" });
    mallory.sendJson({ type: "publish", id: "after", text: "still Mallory" });
    const message = await mallory.waitForEvent("the message", isType("message"));
    expect(message.from?.id).toBe((await welcomeOf(mallory)).self?.id);
    await controlPair.expectUnaffected({ others: ["still Mallory"] });
  });

  function payloadOf(claims: object): string {
    return Buffer.from(JSON.stringify(claims)).toString("base64url");
  }

  function flipLast(token: string): string {
    const [payload = "", signature = ""] = token.split(".");
    const bytes = Buffer.from(signature, "base64url");
    bytes[31] = (bytes[31] ?? 0) ^ 1;
    return `${payload}.${bytes.toString("base64url")}`;
  }
});

describe("positions", () => {
  test.each([
    ["of another epoch", "zzzzzzzz.1"],
    ["of a room that was never created", "0.0"],
    ["ahead of the room", "EPOCH.999999"],
    ["with the largest safe integer", "EPOCH.9007199254740991"],
  ])("[REC-2] a position %s is answered by the newest page", async (_, position) => {
    await enterRoom();
    await controlPair.exchange();
    const visitor = await joinJson({ position: position.replace("EPOCH", await epochOf()) });
    expect((await welcomeOf(visitor)).recovered).toBe(false);
    const page = await visitor.waitForEvent("the newest page", isType("page"));
    expect(page.events?.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(errorsOf(visitor)).toEqual([]);
    await controlPair.expectUnaffected();
  });

  test.each([
    "EPOCH",
    "EPOCH.",
    "EPOCH.-1",
    "EPOCH.01",
    "EPOCH.1.2",
    "EPOCH.1e3",
    "EPOCH. 1",
    "EPOCH.9999999999999999",
    ".1",
    "a.b",
    "😀.1",
    "'; DROP TABLE log; --.1",
    `${"e".repeat(17)}.1`,
    "x".repeat(4_000),
  ])("[REC-4] the malformed position %s is answered by the newest page and an error", async (position) => {
    await enterRoom();
    await controlPair.exchange();
    const visitor = await joinJson({ position: position.replace("EPOCH", await epochOf()) });
    expect((await welcomeOf(visitor)).recovered).toBe(false);
    const page = await visitor.waitForEvent("the newest page", isType("page"));
    expect(page.events?.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(await waitForError(visitor)).toMatchObject({ code: "bad_position" });
    await controlPair.expectUnaffected();
  });

  test("[REC-1] a position of this room recovers exactly the events after it", async () => {
    await enterRoom();
    await controlPair.exchange();
    const visitor = await joinJson({ position: `${await epochOf()}.1` });
    expect((await welcomeOf(visitor)).recovered).toBe(true);
    await visitor.waitForEvent("the missed message", isType("message"));
    expect(visitor.events.flatMap(({ seq }) => seq ?? [])).toEqual([2]);
  });

  async function epochOf(): Promise<string> {
    const response = await fetch(`${workerd.origin}/r/${room}`, { headers: { Accept: "application/json" } });
    const { position } = (await response.json()) as { position: string };
    return position.split(".")[0] ?? "";
  }
});

describe("subprotocols", () => {
  test.each([
    ["one unknown subprotocol", ["chat"], "chat"],
    ["several unknown subprotocols", ["soap", "wamp"], "soap"],
    ["an unknown subprotocol after a token", ["token.x", "soap"], "soap"],
    ["a newer version", ["majlis.v2"], "majlis.v2"],
    ["a known one in upper case", ["MAJLIS.V1"], "MAJLIS.V1"],
  ])(
    "[JOIN-2] an offer of %s closes with 4502, after echoing a subprotocol of the offer",
    async (_, protocols, echo) => {
      await enterRoom();
      const visitor = await openVisitor({ protocols });
      expect(visitor.status).toBe(101);
      expect(visitor.protocol).toBe(echo);
      expect(await visitor.waitForClose()).toMatchObject({
        code: 4502,
        reason: expect.stringMatching(/majlis\.v1/),
      });
      expect(visitor.texts).toEqual([]);
      await controlPair.expectUnaffected();
    },
  );

  test.each([
    ["JSON is preferred to plain text", ["majlis.text", "majlis.v1"], "majlis.v1"],
    ["plain text is chosen where JSON is not offered", ["soap", "majlis.text"], "majlis.text"],
    ["JSON is chosen among unknown subprotocols", ["soap", "majlis.v1", "wamp"], "majlis.v1"],
    ["no subprotocol is echoed where none is offered", [], undefined],
  ])("[JOIN-2] %s", async (_, protocols, echo) => {
    await enterRoom();
    const visitor = await openVisitor({ protocols });
    expect(visitor.protocol).toBe(echo);
    await eventually("it has joined", () => visitor.texts.length > 0);
  });
});

describe("floods", () => {
  test("[LIM-1] [LIM-2] a flood of a thousand publishes is warned once per limit, dropped, then closed with 4002", async () => {
    await enterRoom();
    const mallory = await joinJson();
    for (let index = 0; index < 500; index++)
      mallory.sendJson({ type: "publish", id: `f${index}`, text: `flood ${index}` });
    await controlPair.exchange();
    for (let index = 500; index < 1_000; index++)
      mallory.sendJson({ type: "publish", id: `f${index}`, text: `flood ${index}` });
    expect((await mallory.waitForClose()).code).toBe(4002);
    const errors = errorsOf(mallory);
    expect(errors.map(({ code }) => code)).toEqual(errors.map(() => "rate_limited"));
    expect(errors.every(({ retryAfterMs = 0 }) => retryAfterMs >= 1)).toBe(true);
    // One for the member's rate, with the id of the first refused command, and one for the connection's frame rate.
    expect(errors.map(({ id }) => id !== undefined)).toEqual([true, false]);
    const stored = (await fetchMessages(workerd.origin, room)).filter(({ name }) => name === "Mallory");
    expect(stored.map(({ text }) => text)).toEqual(stored.map((_, index) => `flood ${index}`));
    expect(stored.length).toBeLessThanOrEqual(21);
    expect(errors[0]?.id).toBe(`f${stored.length}`);
    await controlPair.waitForLeave("Mallory");
    await controlPair.expectUnaffected({ others: stored.map(({ text = "" }) => text) });
  });
});

describe("closing", () => {
  const reason = (bytes: Buffer) => encodeClosePayload(1000, bytes);

  test.each<[string, Buffer]>([
    ["1000", encodeClosePayload(1000)],
    ["no body", Buffer.alloc(0)],
    ["1004", encodeClosePayload(1004)],
    ["1005", encodeClosePayload(1005)],
    ["1006", encodeClosePayload(1006)],
    ["1015", encodeClosePayload(1015)],
    ["999", encodeClosePayload(999)],
    ["2500", encodeClosePayload(2500)],
    ["5000", encodeClosePayload(5000)],
    ["65535", encodeClosePayload(65_535)],
    ["a reason of 123 bytes", reason(Buffer.alloc(123, "r"))],
    ["a reason of 123 bytes that are not UTF-8", reason(Buffer.alloc(123, 0xff))],
    ["a body of one byte", Buffer.from([3])],
  ])("[LIVE-3] a close frame with %s is answered, and the connection ends", async (_, body) => {
    await enterRoom();
    for (const protocols of [JSON_PROTOCOL, []]) {
      const name = protocols.length === 0 ? "Plain" : "Json";
      const visitor = await openVisitor({ name, protocols });
      await eventually("it has joined", () => visitor.texts.length > 0);
      visitor.sendClose(body);
      await eventually("the close is answered", () => visitor.close !== undefined);
      await eventually("the connection has ended", () => visitor.isClosed);
      await controlPair.waitForLeave(name);
    }
    await controlPair.expectUnaffected();
  });

  test("[LIVE-3] the room ends the connection after its close frame is answered", async () => {
    await enterRoom();
    const mallory = await joinJson();
    mallory.sendFrame(OPCODES.binary, Buffer.from("x"));
    await mallory.waitForClose();
    await eventually("the room ends the connection", () => mallory.isClosed, CLOSE_TIMEOUT_MS);
  });

  test.each<[string, VisitorOptions, number]>([
    ["room", { path: "/r/no.room/socket" }, 4501],
    ["name", { name: "a:b" }, 4500],
    ["protocol", { protocols: ["soap"] }, 4502],
    ["token", { protocols: ["majlis.v1", "token.x"] }, 4503],
  ])(
    "[JOIN-3] [LIVE-3] a join refused for an invalid %s ends after its close frame is answered",
    async (_, refused, code) => {
      await enterRoom();
      const mallory = await openVisitor(refused);
      expect((await mallory.waitForClose()).code).toBe(code);
      await eventually("the room ends the connection", () => mallory.isClosed, CLOSE_TIMEOUT_MS);
    },
  );

  test.each(["ended", "reset"])(
    "[P-5] a connection %s after any byte of a publish stores the message or nothing",
    async (manner) => {
      await enterRoom();
      const text = "all or nothing";
      const frame = (id: string) =>
        encodeFrame(OPCODES.text, Buffer.from(JSON.stringify({ type: "publish", id, text })));
      const frameBytes = frame("cut-00").length;
      await Promise.all(
        Array.from({ length: frameBytes + 1 }, async (_, bytes) => {
          const visitor = await joinJson({ name: `cut ${bytes}` });
          const sent = frame(`cut-${String(bytes).padStart(2, "0")}`).subarray(0, bytes);
          if (manner === "reset") await visitor.resetAfter(sent);
          else visitor.endAfter(sent);
        }),
      );
      await eventually("all have left", async () => {
        const members = (await (await fetch(`${workerd.origin}/r/${room}/members`)).json()) as {
          count: number;
        };
        return members.count === 2;
      });
      const stored = (await fetchMessages(workerd.origin, room)).filter(({ name }) => name.startsWith("cut"));
      const found = stored.map((message) => ({ id: message.id, text: message.text }));
      // A reset may overtake the bytes sent before it; an orderly end may not.
      if (manner === "ended" || found.length > 0) expect(found).toEqual([{ id: `cut-${frameBytes}`, text }]);
      await controlPair.expectUnaffected({ others: found.map(() => text) });
    },
  );
});
