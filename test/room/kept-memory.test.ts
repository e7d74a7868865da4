/** What is kept of each connection is small, however long its headers, its URL or the frames are in which it came. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { encodeEvent } from "../../src/protocol/encode.ts";
import { negotiate } from "../../src/protocol/subprotocols.ts";
import { UsedTickets } from "../../src/room/identity/used-tickets.ts";
import { readHandshake } from "../../src/transport/handshake.ts";
import { MAX_LANES } from "../../src/transport/signal-lanes.ts";
import { SharedLanesDecoder } from "../../src/worker/bridge/shared-lanes.ts";
import { NOON } from "../support/test-room.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const PADDING = "y".repeat(7_000);

/** As the runtime makes the text of a header: in one piece. */
function received(text: string): string {
  return Buffer.from(text).toString("latin1");
}

/** The bytes that each of `count` calls of `keep` keeps in memory, beside what the first one does. */
function bytesKept(count: number, keep: (index: number) => unknown): number {
  const kept = [keep(-1)];
  const before = heapUsed();
  for (let index = 0; index < count; index++) kept.push(keep(index));
  const bytes = (heapUsed() - before) / count;
  // Until here nothing of it may be collected.
  expect(kept).toHaveLength(count + 1);
  return bytes;
}

function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

test("[FLOW-7] of a used ticket its proof is kept, and not the header in which it came", () => {
  const used = new UsedTickets();
  const use = (index: number) => {
    const proof = String(index).padStart(43, "x");
    const offers = negotiate(received(`majlis.v1,ticket.handle.1790000000.${proof},${PADDING}`));
    return used.use(offers.kind === "agreed" ? (offers.ticket ?? "") : "", NOON);
  };
  expect(bytesKept(1_000, use)).toBeLessThan(1_000);
});

test("[FLOW-7] of a handshake its origin is kept, and not the URL that it is a part of", () => {
  const open = (index: number) => {
    const url = received(`https://chat.example/r/tea/socket?x=${PADDING}${index}`);
    return readHandshake({ url, headers: new Headers() } as Request).origin;
  };
  expect(bytesKept(1_000, open)).toBeLessThan(1_000);
});

test("[FLOW-7] [EPH-5] the readers of a room share its lanes in the Worker", () => {
  const from = { id: "abcdefghijklmnop", name: "Ana" };
  const lanes = Array.from({ length: MAX_LANES }, (_, index) => ({ from, key: `key ${index}`.padEnd(40) }));
  const frame = encodeEvent({ type: "lanes", first: 0, lanes });
  const read = () => {
    const decoder = new SharedLanesDecoder();
    expect(decoder.decode(frame)).toEqual([]);
    return decoder;
  };
  expect(bytesKept(50, read)).toBeLessThan(20_000);
  expect(read().decode("[[1023,true]]")).toEqual([
    { type: "signal", from, key: "key 1023".padEnd(40), data: true },
  ]);
});
