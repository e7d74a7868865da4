/**
 * Invalid frames (SPEC CMD-1 to CMD-5, P-5): each is answered by its error or
 * close code, stores nothing, and leaves a control pair unaffected.
 */
import { describe, expect, test } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { encodeFrame, OPCODES } from "../../support/raw-socket.ts";
import { errorsOf, isType, JSON_PROTOCOL, setUpVisitors, waitForError } from "../../support/visitors.ts";

const FRAME_BYTES = 64 * 1024;

const visitors = setUpVisitors();

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
    const mallory = await visitors.join();
    mallory.sendText(frame);
    expect(await waitForError(mallory)).toMatchObject({ code: "bad_frame", message: expect.any(String) });
    await visitors.controlPair.expectUnaffected();
    expect(mallory.isClosed).toBe(false);
  });

  test("[CMD-1] a frame nested 32 levels deep is accepted", async () => {
    const mallory = await visitors.join();
    mallory.sendText(`{"type":"typing","on":true,"x":${"[".repeat(31)}${"]".repeat(31)}}`);
    mallory.sendJson({ type: "history", id: "after", limit: 1 });
    await mallory.waitForEvent("the answer to the next command", ({ id }) => id === "after");
    expect(errorsOf(mallory)).toEqual([]);
  });

  test("[CMD-2] an unknown command is named in the error, whatever its name", async () => {
    const mallory = await visitors.join();
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
    await visitors.controlPair.expectUnaffected();
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
      const mallory = await visitors.join();
      mallory.sendJson(command);
      const error = await waitForError(mallory, id);
      expect(error.code).toBe("bad_command");
      expect(error.message).toContain(field);
      await visitors.controlPair.expectUnaffected();
    },
  );

  test("[CMD-3] a field named __proto__ is ignored like any unknown field", async () => {
    const mallory = await visitors.join();
    mallory.sendText(
      '{"type":"publish","id":"a","text":"harmless","__proto__":{"text":"evil","role":"owner"}}',
    );
    mallory.sendText('{"type":"publish","id":"__proto__","text":"also harmless"}');
    mallory.sendText('{"type":"publish","id":"__proto__","text":"a repeat"}');
    expect(await mallory.waitForEvent("a stored repeat", isType("stored"))).toMatchObject({
      id: "__proto__",
    });
    await visitors.controlPair.expectUnaffected({ others: ["harmless", "also harmless"] });
  });
});

describe("frames of invalid size or kind", () => {
  test("[CMD-4] a frame of 64 KiB is decoded, one byte more closes with 1009", async () => {
    const frameOfBytes = (bytes: number) => `{"type":"publish","id":"a","text":"${"x".repeat(bytes - 37)}"}`;
    expect(frameOfBytes(FRAME_BYTES)).toHaveLength(FRAME_BYTES);
    const mallory = await visitors.join();
    mallory.sendText(frameOfBytes(FRAME_BYTES));
    expect(await waitForError(mallory, "a")).toMatchObject({ code: "too_large" });
    mallory.sendText(frameOfBytes(FRAME_BYTES + 1));
    expect(await mallory.waitForClose()).toEqual({ code: 1009, reason: expect.stringMatching(/larger/) });
    await visitors.controlPair.waitForLeave("Mallory");
    await visitors.controlPair.expectUnaffected();
  });

  test("[CMD-4] the frame size limit counts bytes, over all fragments", async () => {
    const arabic = await visitors.join();
    arabic.sendText(JSON.stringify({ type: "typing", on: true, x: "م".repeat(FRAME_BYTES / 2) }));
    expect((await arabic.waitForClose()).code).toBe(1009);
    const fragmented = await visitors.join();
    const piece = Buffer.alloc(1_024, "x");
    fragmented.sendFrame(OPCODES.text, piece, { isLast: false });
    for (let sent = 1; sent < 64; sent++)
      fragmented.sendFrame(OPCODES.continuation, piece, { isLast: false });
    fragmented.sendFrame(OPCODES.continuation, Buffer.from("x"));
    expect((await fragmented.waitForClose()).code).toBe(1009);
    await visitors.controlPair.expectUnaffected();
  });

  test.each([
    ["binary", Buffer.from('{"type":"publish","id":"a","text":"hi"}')],
    ["empty and binary", Buffer.alloc(0)],
  ])("[CMD-4] a frame that is %s closes with 1003", async (_, payload) => {
    for (const protocols of [JSON_PROTOCOL, []]) {
      const mallory = await visitors.open({ protocols });
      await eventually("Mallory has joined", () => mallory.texts.length > 0);
      mallory.sendFrame(OPCODES.binary, payload);
      expect(await mallory.waitForClose()).toEqual({ code: 1003, reason: "Frames are text." });
    }
    await visitors.controlPair.expectUnaffected();
  });

  test("[P-5] a fragmented command with a ping between the fragments is one command", async () => {
    const mallory = await visitors.join();
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
    await visitors.controlPair.expectUnaffected({ others: ["in pieces: سلام"] });
  });

  test.each([
    ["a reserved bit", encodeFrame(OPCODES.text, Buffer.from("{}"), { reservedBits: 4 })],
    ["an unknown opcode", encodeFrame(3, Buffer.from("{}"))],
    ["an unknown control opcode", encodeFrame(11, Buffer.from("{}"))],
    ["a continuation without a first fragment", encodeFrame(OPCODES.continuation, Buffer.from("{}"))],
  ])("[P-5] %s closes only its sender's connection", async (_, bytes) => {
    const mallory = await visitors.join();
    mallory.sendBytes(bytes);
    expect([1002, undefined]).toContain((await mallory.waitForClose()).code);
    await visitors.controlPair.waitForLeave("Mallory");
    await visitors.controlPair.expectUnaffected();
  });

  test("[P-5] bytes that are not UTF-8 are replaced by the platform or close the connection", async () => {
    const mallory = await visitors.join();
    const command = Buffer.from('{"type":"publish","id":"a","text":"bad ? byte"}');
    mallory.sendFrame(OPCODES.text, Buffer.from(command.map((byte) => (byte === 0x3f ? 0xff : byte))));
    await eventually(
      "an answer",
      () => mallory.isClosed || mallory.close !== undefined || mallory.events.some(({ id }) => id === "a"),
    );
    const wasAccepted = mallory.events.some(({ text }) => text === "bad \ufffd byte");
    if (!wasAccepted) expect((await mallory.waitForClose()).code).toBe(1007);
    await visitors.controlPair.expectUnaffected({ others: wasAccepted ? ["bad \ufffd byte"] : [] });
  });

  test("[P-5] an unmasked frame is accepted or closes only its sender's connection", async () => {
    const mallory = await visitors.join();
    const command = Buffer.from('{"type":"publish","id":"a","text":"bare"}');
    mallory.sendBytes(encodeFrame(OPCODES.text, command, { isMasked: false }));
    await eventually(
      "an answer",
      () => mallory.isClosed || mallory.close !== undefined || mallory.events.some(({ id }) => id === "a"),
    );
    const wasAccepted = mallory.events.some(({ text }) => text === "bare");
    await visitors.controlPair.expectUnaffected({ others: wasAccepted ? ["bare"] : [] });
  });
});
