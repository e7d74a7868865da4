import { inflateRawSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { Workerd } from "../support/workerd.ts";

let workerd: Workerd;

/** One member writes all. */
const LIMITS = JSON.stringify({ memberRate: { perSecond: 1_000, burst: 1_000 } });

beforeAll(async () => void (workerd = await Workerd.start({ variables: { LIMITS } })));
afterAll(() => workerd.stop());

const TEXTS = ["Le thé est prêt", "الشاي جاهز", "お茶が入りました", "tea 🍵"];

interface WireEvent {
  readonly type: string;
  readonly id?: string;
  readonly events?: readonly WireEvent[];
}

/** A client by SPEC.md, without any code of the product. */
class Reader {
  readonly ids: string[] = [];
  /** the types of all events */
  readonly types: string[] = [];
  /** the ids of the messages in the page that it was sent at its join */
  page: string[] = [];
  /** the texts of the frames with messages */
  readonly frames: string[] = [];
  binaryFrames = 0;
  isJoined = false;
  readonly socket: WebSocket;

  constructor(room: string, query: string) {
    this.socket = new WebSocket(`${workerd.socketUrl(room)}?name=Bo&${query}`, "majlis.v1");
    this.socket.binaryType = "arraybuffer";
    this.socket.addEventListener("message", ({ data }) => this.read(data as string | ArrayBuffer));
  }

  private read(data: string | ArrayBuffer): void {
    if (typeof data !== "string") this.binaryFrames += 1;
    const text = typeof data === "string" ? data : inflateRawSync(new Uint8Array(data)).toString();
    const events = [JSON.parse(text) as WireEvent].flat();
    this.types.push(...events.map(({ type }) => type));
    for (const { type, events: page = [] } of events)
      if (type === "page") this.page = page.map(({ id = "?" }) => id);
    this.isJoined ||= events.some(({ type }) => type === "welcome");
    const ids = events.flatMap(({ type, id }) => (type === "message" ? [id ?? "?"] : []));
    this.ids.push(...ids);
    if (ids.length > 0) this.frames.push(text);
  }
}

test("[FAN-6] [P-2] clients with and without compressed frames are sent the same texts in the same order", async () => {
  const [asking, others] = ["frames=deflate", "frames=br"].map((query) =>
    Array.from({ length: 30 }, () => new Reader("tea", query)),
  );
  if (asking === undefined || others === undefined) throw new Error("two kinds of readers are needed");
  const readers = [...asking, ...others];
  const [writer] = others;
  await eventually("all have joined", () => readers.every(({ isJoined }) => isJoined));
  const sent = Array.from({ length: 40 }, (_, index) => `m${index}`);
  for (const [index, id] of sent.entries()) {
    // A member may have 10 unanswered.
    await eventually("answered", () => writer !== undefined && index - writer.ids.length < 10);
    const text = `${index} ${TEXTS[index % TEXTS.length]} `.repeat(60);
    writer?.socket.send(JSON.stringify({ type: "publish", id, text }));
    if (index === 19) await eventually("the first half", () => readers.every(({ ids }) => ids.length === 20));
  }
  await eventually("all have all", () => readers.every(({ ids }) => ids.length === sent.length));
  for (const { ids } of readers) expect(ids).toEqual(sent);
  const [first] = others;
  for (const { frames, binaryFrames } of asking) {
    expect(frames).toEqual(first?.frames);
    expect(binaryFrames).toBeGreaterThan(0);
  }
  for (const { binaryFrames } of others) expect(binaryFrames).toBe(0);
  for (const { socket } of readers) socket.close();
});

test("[FAN-7] [JOIN-4] a crowd that joins is sent the page compressed, behind each one's own welcome", async () => {
  const writer = new Reader("hall", "");
  await eventually("joined", () => writer.isJoined);
  const sent = Array.from({ length: 10 }, (_, index) => `m${index}`);
  for (const [index, id] of sent.entries()) {
    const text = `${index} ${TEXTS[index % TEXTS.length]} `.repeat(30);
    writer.socket.send(JSON.stringify({ type: "publish", id, text }));
  }
  await eventually("all is stored", () => writer.ids.length === sent.length);
  const crowd: Reader[] = [];
  for (let joined = 0; joined < 60; joined++) {
    const reader = new Reader("hall", joined % 2 === 0 ? "frames=deflate" : "");
    crowd.push(reader);
    await eventually("the page has come", () => reader.page.length > 0);
  }
  for (const { page, types } of crowd) {
    expect(page).toEqual(sent);
    expect(types.slice(0, 2)).toEqual(["welcome", "page"]);
  }
  const compressed = crowd.map(({ binaryFrames }) => binaryFrames > 0);
  // Every second asks; it pays from the 21st of them on.
  expect(compressed.slice(0, 40)).toEqual(Array.from({ length: 40 }, () => false));
  expect(compressed.slice(40).filter((_, index) => index % 2 === 0)).toEqual(
    Array.from({ length: 10 }, () => true),
  );
  for (const { socket } of [writer, ...crowd]) socket.close();
});
