import { deflateRawSync } from "node:zlib";
import { afterEach, describe, expect, test, vi } from "vitest";
import { inflateFrame } from "../../src/client/inflate-frame.ts";
import { FakeWorld, recordEvents } from "../support/fake-world.ts";
import { readVectors } from "../support/vectors.ts";

interface FrameVector {
  readonly name: string;
  /** base64 */
  readonly deflated: string;
}

const { inflated, largest, damaged } = readVectors<{
  readonly inflated: readonly (FrameVector & { readonly text: string })[];
  readonly largest: FrameVector & { readonly bytes: number };
  readonly damaged: readonly FrameVector[];
}>("frames");

function fromBase64(text: string): ArrayBuffer {
  return Uint8Array.from(Buffer.from(text, "base64")).buffer;
}

function deflate(text: string): ArrayBuffer {
  return Uint8Array.from(deflateRawSync(text)).buffer;
}

/** Delivers the frames that wait for the client, compressed as in a busy room. */
function deliverCompressed({ socket }: FakeWorld): void {
  for (const frame of socket.toClient.splice(0)) socket.receive(deflate(frame));
}

afterEach(() => vi.unstubAllGlobals());

describe("the frames of the vectors", () => {
  test.each(inflated)("$name", async ({ deflated, text }) => {
    expect(await inflateFrame(fromBase64(deflated))).toBe(text);
  });

  test(largest.name, async () => {
    expect(Buffer.byteLength(await inflateFrame(fromBase64(largest.deflated)))).toBe(largest.bytes);
  });

  test.each(damaged)("$name is refused", async ({ deflated }) => {
    await expect(inflateFrame(fromBase64(deflated))).rejects.toThrow();
  });
});

test("[FAN-9] a frame that would inflate to 64 MiB is given up long before", async () => {
  let bytes = 0;
  const Real = DecompressionStream;
  function CountingStream(format: CompressionFormat) {
    const { readable, writable } = new Real(format);
    const counter = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.length;
        controller.enqueue(chunk);
      },
    });
    return { readable: readable.pipeThrough(counter), writable };
  }
  vi.stubGlobal("DecompressionStream", CountingStream);
  await expect(inflateFrame(deflate(" ".repeat(64 * 1_024 * 1_024)))).rejects.toThrow("too long");
  expect(bytes).toBeLessThan(16 * 1_024 * 1_024);
});

describe("a client", () => {
  test("[FAN-6] asks for compressed frames where it can inflate them", async () => {
    const world = new FakeWorld();
    await world.join();
    expect(world.socket.query.get("frames")).toBe("deflate");
  });

  test("[FAN-6] does not ask where the platform has no raw DEFLATE", async () => {
    vi.stubGlobal("DecompressionStream", function refuse() {
      throw new TypeError("Unsupported compression format: deflate-raw");
    });
    const world = new FakeWorld();
    await world.join();
    expect(world.socket.query.has("frames")).toBe(false);
  });

  test("[FAN-6] [P-2] shows text and compressed frames in the order in which they came, and ends behind the last", async () => {
    const world = new FakeWorld();
    const inflating: (() => void)[] = [];
    const environment = {
      inflateFrame: async (frame: ArrayBuffer) => {
        await new Promise<void>((resolve) => inflating.push(resolve));
        return inflateFrame(frame);
      },
    };
    const ana = await world.join({ environment });
    const shown: string[] = [];
    ana.on("event", (event) => shown.push("text" in event ? event.text : event.type));
    ana.on("state", ({ to }) => shown.push(to.name));
    world.room.post("one");
    world.room.post("two");
    deliverCompressed(world);
    world.room.post("three");
    await world.settle();
    world.socket.end({ code: 4000, reason: "You read too slowly." });
    await world.settle();
    expect(shown).toEqual([]);
    inflating.shift()?.();
    await expect.poll(() => shown).toEqual(["one"]);
    await expect.poll(() => inflating.length).toBe(1);
    inflating.shift()?.();
    await expect.poll(() => shown).toEqual(["one", "two", "three", "reconnecting"]);
  });

  test("[LIVE-6] counts a compressed frame as a sign of life when it comes", async () => {
    const world = new FakeWorld();
    const environment = { inflateFrame: () => new Promise<string>(() => undefined) };
    const ana = await world.join({ environment });
    for (let minute = 0; minute < 10; minute++) {
      world.socket.receive(deflate('{"type":"presence","count":1}'));
      await world.advance(4_000);
    }
    expect(ana.state.name).toBe("online");
    expect(world.sockets).toHaveLength(1);
  });

  test.each([
    ...damaged.map(({ name, deflated }) => ({ name, frame: fromBase64(deflated) as unknown as ArrayBuffer })),
    {
      name: "[FAN-9] a Blob, where the platform has no other",
      frame: new Blob(["x"]) as unknown as ArrayBuffer,
    },
  ])("$name: comes back by its position, and asks for text", async ({ frame }) => {
    const world = new FakeWorld();
    const ana = await world.join();
    const events = recordEvents(ana, "event");
    const closures = recordEvents(ana, "state");
    world.room.post("before");
    await world.settle();
    world.socket.receive(frame);
    world.room.post("behind it");
    await world.settle();
    await expect.poll(() => ana.state.name).toBe("reconnecting");
    await world.advance(1_000);
    expect(world.socket.query.get("position")).toBe("e1.1");
    expect(world.socket.query.has("frames")).toBe(false);
    expect(ana.state.name).toBe("online");
    expect(events).toMatchObject([{ text: "before" }, { text: "behind it" }]);
    expect(closures.map(({ to }) => to.name)).toEqual(["reconnecting", "online"]);
  });

  test("[FAN-6] ignores a binary frame that it did not ask for", async () => {
    vi.stubGlobal("DecompressionStream", undefined);
    const world = new FakeWorld();
    const ana = await world.join();
    world.socket.receive(deflate('{"type":"presence","count":1}'));
    await world.settle();
    expect(ana.state.name).toBe("online");
    expect(ana.transport).toBe("websocket");
  });
});
