/** What sixty hostile peers do, so that a room and its Worker keep as much as possible for them. */
import { encodeFrame, OPCODES } from "../../support/raw-socket.ts";
import type { Peer } from "./peer.ts";

export interface HostileKind {
  readonly name: string;
  /** begins, and goes on until the process ends */
  readonly run: (peer: Peer) => void | Promise<void>;
}

/** These publish as much as the room lets anyone, beside what is measured. */
const LOUD_PEERS = 4;
/** The longest text. It counts as 16 messages (LIM-1). */
const LONG_TEXT = "🙂".repeat(4_000);
const LONG_TEXTS_AT_ONCE = 12;
const LONG_TEXT_MS = 350;

/** Connections that one peer holds. */
const UNREAD_ANSWERS = 5;
const UNREAD_CONNECTIONS = 5;
const OPEN_MS = 500;
const REJOIN_MS = 1_000;
const JOIN_MS = 20;

const MIB = 1024 * 1024;
/** What the platform buffers of one frame (SPEC FLOW-7). */
const LARGEST_FRAME_BYTES = 31 * MIB;
const LARGEST_FRAME_MS = 250;
const UNFINISHED_FRAME_BYTES = MIB;
const UNFINISHED_BODY_BYTES = 60_000;
const UNFINISHED_HEAD_BYTES = 60_000;

/** Of signals and values of the shared state. */
const LARGE_DATA = "x".repeat(4_000);
const SIGNAL_KEYS = 32;
const SIGNALS_AT_ONCE = 16;
const SIGNALS_MS = 350;
const CROWD_PER_PEER = 5;
const STATE_KEYS = 256;
const STATE_MS = 250;

/** At once, and then again and again, at most `times`. */
function every(ms: number, action: () => unknown, times = Infinity): void {
  let count = 0;
  const act = () => {
    if (++count >= times) clearInterval(timer);
    void Promise.resolve(action()).catch(() => undefined);
  };
  const timer = setInterval(act, ms);
  act();
}

async function publishLongTexts(peer: Peer): Promise<void> {
  const socket = await peer.join();
  let sent = 0;
  const publish = () => socket.sendJson({ type: "publish", id: `${peer.index}-${sent++}`, text: LONG_TEXT });
  for (let count = 0; count < LONG_TEXTS_AT_ONCE; count++) publish();
  every(LONG_TEXT_MS, publish);
}

/** The same in a room in which much is said. */
function whileOthersTalk(run: HostileKind["run"]): HostileKind["run"] {
  return async (peer) => {
    await run(peer);
    if (peer.index < LOUD_PEERS) await publishLongTexts(peer);
  };
}

function unread(name: string, request: (peer: Peer) => unknown): HostileKind {
  return { name, run: (peer) => every(OPEN_MS, () => request(peer), UNREAD_ANSWERS) };
}

function commandsBody(): string {
  return JSON.stringify([{ type: "history", id: "h", limit: 200 }]);
}

async function setState(peer: Peer): Promise<void> {
  const socket = await peer.join();
  let next = peer.index * UNREAD_CONNECTIONS;
  every(STATE_MS, () => {
    const key = `k${next++ % STATE_KEYS}`;
    socket.sendJson({ type: "state", id: `${peer.index}-${next}`, key, value: LARGE_DATA });
  });
}

/** Large signals to all of a crowd that reads. */
async function signal(peer: Peer): Promise<void> {
  const socket = await peer.join();
  for (let others = 1; others < CROWD_PER_PEER; others++) await peer.join();
  let sent = 0;
  every(SIGNALS_MS, () => {
    for (let count = 0; count < SIGNALS_AT_ONCE; count++)
      socket.sendJson({ type: "signal", key: `k${sent++ % SIGNAL_KEYS}`, data: LARGE_DATA });
  });
}

async function sendUnfinishedFrame(peer: Peer): Promise<void> {
  const socket = await peer.join();
  const part = Buffer.alloc(UNFINISHED_FRAME_BYTES / 16, "x");
  for (let count = 0; count < 16; count++) {
    const opcode = count === 0 ? OPCODES.text : OPCODES.continuation;
    socket.sendFrame(opcode, part, { isLast: false });
  }
}

/** Four of the largest frames a second: to make one takes a while. */
function sendLargestFrames(peer: Peer): void {
  if (peer.index > 0) return;
  const frame = encodeFrame(OPCODES.text, Buffer.alloc(LARGEST_FRAME_BYTES, "x"));
  every(LARGEST_FRAME_MS, async () => (await peer.join()).sendBytes(frame));
}

async function sendOversizeFrames(peer: Peer): Promise<void> {
  const frame = encodeFrame(OPCODES.text, Buffer.alloc(MIB, "x"));
  every(REJOIN_MS, async () => (await peer.join()).sendBytes(frame));
}

/** One join after another, so that no more wait than there are peers. */
async function joinAndLeave(peer: Peer): Promise<void> {
  (await peer.join()).destroy();
  setTimeout(() => void joinAndLeave(peer).catch(() => undefined), JOIN_MS);
}

const FILLER = "x".repeat(UNFINISHED_HEAD_BYTES);

export const HOSTILE_KINDS: readonly HostileKind[] = [
  { name: "sockets that read nothing", run: whileOthersTalk((peer) => peer.joinDeaf()) },
  {
    name: "sockets of plain text that read nothing",
    run: whileOthersTalk((peer) => peer.joinDeaf([])),
  },
  {
    name: "sockets that come back, and read no close",
    run: whileOthersTalk((peer) => every(REJOIN_MS, () => peer.joinDeaf(), UNREAD_CONNECTIONS)),
  },
  {
    name: "streams that are not read",
    run: whileOthersTalk((peer) => every(REJOIN_MS, () => peer.request("/events"), UNREAD_CONNECTIONS)),
  },
  {
    name: "long polls that are not read",
    run: whileOthersTalk((peer) =>
      every(REJOIN_MS, () => peer.request("/messages?after=0.0&wait=25"), UNREAD_CONNECTIONS),
    ),
  },
  unread("pages that are not read", (peer) => peer.request("/messages?limit=200")),
  unread("pages without script that are not read", (peer) => peer.request("/plain")),
  {
    name: "answers to commands that are not read",
    run: async (peer) => {
      const Authorization = `Bearer ${await peer.token()}`;
      const headers = { Authorization, "Content-Type": "application/json" };
      const options = { method: "POST", headers, body: commandsBody() };
      every(OPEN_MS, () => peer.request("/commands", options), UNREAD_ANSWERS);
    },
  },
  {
    name: "the shared state: set, and not read",
    run: async (peer) => {
      await setState(peer);
      every(OPEN_MS, () => peer.request("/state"), UNREAD_ANSWERS);
    },
  },
  { name: "the longest messages, as fast as allowed", run: publishLongTexts },
  { name: "signals of 4 KB to 300 sockets", run: signal },
  { name: "frames of 1 MiB, never finished", run: sendUnfinishedFrame },
  { name: "frames of 1 MiB", run: sendOversizeFrames },
  { name: "frames of 31 MiB, four a second in all", run: sendLargestFrames },
  unread("headers of 60 KB, never finished", (peer) =>
    peer.send(`GET /r/x HTTP/1.1\r\nHost: x\r\nX-Filler: ${FILLER}`),
  ),
  unread("bodies of 60 KB, never finished", (peer) =>
    peer.request("?name=Mallory", {
      method: "POST",
      headers: { "Content-Length": `${UNFINISHED_BODY_BYTES + 1}` },
      body: "x".repeat(UNFINISHED_BODY_BYTES),
    }),
  ),
  { name: "joins and leaves", run: joinAndLeave },
];
