/** Floods that come back (SPEC LIM-11): their address waits, and no other address does. */
import { expect, test } from "vitest";
import { OPCODES, type RawSocket } from "../../support/raw-socket.ts";
import { setUpVisitors } from "../../support/visitors.ts";

const BURST = 3;
/** One flood a second is the slowest rate there is: the test may take several. */
const visitors = setUpVisitors({ addressFloodRate: { perSecond: 1, burst: BURST }, droppedFrames: 50 });

const FROM_MALLORY = { headers: { "CF-Connecting-IP": "203.0.113.9" } };
const FROM_ANOTHER = { headers: { "CF-Connecting-IP": "198.51.100.1" } };

const FLOODS = [
  {
    kind: "floods of frames",
    code: 4002,
    send: (mallory: RawSocket) => {
      for (let frame = 0; frame < 400; frame++) mallory.sendText("{}");
    },
  },
  {
    kind: "frames that are too large",
    code: 1009,
    send: (mallory: RawSocket) => mallory.sendText("x".repeat(70_000)),
  },
  {
    kind: "binary frames",
    code: 1003,
    send: (mallory: RawSocket) => mallory.sendFrame(OPCODES.binary, Buffer.from("x")),
  },
] as const;

test.each(FLOODS)(
  "[LIM-11] an address whose connections are closed for $kind is refused with 4002, and its neighbour is not",
  async ({ code, send }) => {
    const startedAt = performance.now();
    let floods = 0;
    for (;;) {
      const mallory = await visitors.open(FROM_MALLORY);
      if (mallory.texts.length === 0 && mallory.close === undefined) await visitors.controlPair.exchange();
      if (mallory.close !== undefined) {
        expect(mallory.close.code).toBe(4002);
        break;
      }
      floods += 1;
      const refilled = Math.floor((performance.now() - startedAt) / 1_000);
      expect(floods).toBeLessThanOrEqual(BURST + refilled + 1);
      send(mallory);
      expect((await mallory.waitForClose()).code).toBe(code);
    }
    expect(floods).toBeGreaterThanOrEqual(BURST);
    const neighbour = await visitors.open(FROM_ANOTHER);
    await visitors.controlPair.exchange();
    expect(neighbour.close).toBeUndefined();
  },
);
