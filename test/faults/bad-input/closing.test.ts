/**
 * Close frames and broken connections (SPEC LIVE-3, P-5): each is answered by its close code, stores nothing, and
 * leaves a control pair unaffected.
 */
import { describe, expect, test } from "vitest";
import { eventually } from "../../support/eventually.ts";
import { encodeClosePayload, encodeFrame, OPCODES } from "../../support/raw-socket.ts";
import { fetchMessages } from "../../support/stored-messages.ts";
import { JSON_PROTOCOL, setUpVisitors, type VisitorOptions } from "../../support/visitors.ts";

/** For the end of the TCP connection after a completed closing handshake: on a busy machine too. */
const CLOSE_TIMEOUT_MS = 20_000;

const visitors = setUpVisitors();

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
    for (const protocols of [JSON_PROTOCOL, []]) {
      const name = protocols.length === 0 ? "Plain" : "Json";
      const visitor = await visitors.open({ name, protocols });
      await eventually("it has joined", () => visitor.texts.length > 0);
      visitor.sendClose(body);
      await eventually("the close is answered", () => visitor.close !== undefined);
      await eventually("the connection has ended", () => visitor.isClosed);
      await visitors.controlPair.waitForLeave(name);
    }
    await visitors.controlPair.expectUnaffected();
  });

  test("[LIVE-3] the room ends the connection after its close frame is answered", async () => {
    const mallory = await visitors.join();
    mallory.sendFrame(OPCODES.binary, Buffer.from("x"));
    await mallory.waitForClose();
    await eventually("the room ends the connection", () => mallory.isClosed, CLOSE_TIMEOUT_MS);
  });

  test.each<[string, VisitorOptions, number]>([
    ["room", { path: "/r/no.room/socket" }, 4501],
    ["name", { name: "a:b" }, 4500],
    ["protocol", { protocols: ["soap"] }, 4502],
    ["token", { protocols: ["majlis.v1"], headers: { Authorization: "Bearer x" } }, 4503],
  ])(
    "[JOIN-3] [LIVE-3] a join refused for an invalid %s ends after its close frame is answered",
    async (_, refused, code) => {
      const mallory = await visitors.open(refused);
      expect((await mallory.waitForClose()).code).toBe(code);
      await eventually("the room ends the connection", () => mallory.isClosed, CLOSE_TIMEOUT_MS);
    },
  );

  test.each(["ended", "reset"])(
    "[P-5] a connection %s after any byte of a publish stores the message or nothing",
    async (manner) => {
      const text = "all or nothing";
      const frame = (id: string) =>
        encodeFrame(OPCODES.text, Buffer.from(JSON.stringify({ type: "publish", id, text })));
      const frameBytes = frame("cut-00").length;
      await Promise.all(
        Array.from({ length: frameBytes + 1 }, async (_, bytes) => {
          const visitor = await visitors.join({ name: `cut ${bytes}` });
          const sent = frame(`cut-${String(bytes).padStart(2, "0")}`).subarray(0, bytes);
          if (manner === "reset") await visitor.resetAfter(sent);
          else visitor.endAfter(sent);
        }),
      );
      await eventually("all have left", async () => {
        const members = (await (await fetch(visitors.url("/members"))).json()) as {
          count: number;
        };
        return members.count === 2;
      });
      const stored = (await fetchMessages(visitors.runtime.origin, visitors.room)).filter(({ name }) =>
        name.startsWith("cut"),
      );
      const found = stored.map((message) => ({ id: message.id, text: message.text }));
      // A reset may overtake the bytes sent before it; an orderly end may not.
      if (manner === "ended" || found.length > 0) expect(found).toEqual([{ id: `cut-${frameBytes}`, text }]);
      await visitors.controlPair.expectUnaffected({ others: found.map(() => text) });
    },
  );
});
