/** The floods: what a hostile client sends as fast as the server takes it. */
import { encodeFrame, OPCODES } from "../../support/raw-socket.ts";

export interface Attack {
  readonly name: string;
  /** the frames of one write, the `round`-th of its connection, as bytes of the wire */
  readonly write: (round: number) => Buffer;
  /** goes on sending after the room's close; else it joins again */
  readonly ignoresClose?: boolean;
  /** headers of the upgrade beside its own */
  readonly headers?: Readonly<Record<string, string>>;
  /** the upgrade itself is the attack: connect, send this, and connect again */
  readonly isHandshake?: boolean;
}

/** Frames in one write: few, so that a close is noticed, and enough to fill a packet. */
const FRAMES_PER_WRITE = 20;
/** Larger than the room takes, so that one of them ends the connection. */
const OVERSIZE_BYTES = 70_000;

const text = (value: string) => encodeFrame(OPCODES.text, Buffer.from(value));

const repeated = (frame: Buffer) => Buffer.concat(Array<Buffer>(FRAMES_PER_WRITE).fill(frame));

/** The same frames in each write. */
function always(name: string, frame: Buffer, options: Partial<Attack> = {}): Attack {
  const bytes = repeated(frame);
  return { name, write: () => bytes, ...options };
}

/** A command that differs in each frame, as the room executes a repeated one once. */
function commands(name: string, command: (id: string) => unknown): Attack {
  return {
    name,
    write: (round) =>
      Buffer.concat(
        Array.from({ length: FRAMES_PER_WRITE }, (_, index) =>
          text(JSON.stringify(command(`${round}-${index}`))),
        ),
      ),
  };
}

const FRAGMENTS = Buffer.concat([
  encodeFrame(OPCODES.text, Buffer.from("x"), { isLast: false }),
  ...Array.from({ length: FRAMES_PER_WRITE }, () =>
    encodeFrame(OPCODES.continuation, Buffer.from("x"), { isLast: false }),
  ),
]);

export const ATTACKS: readonly Attack[] = [
  always("bad JSON", text("{")),
  always("deep JSON", text(`${"[".repeat(30_000)}${"]".repeat(30_000)}`)),
  always("oversize frames", text("x".repeat(OVERSIZE_BYTES))),
  always("unknown commands", text('{"type":"explode","id":"1"}')),
  always("duplicate publishes", text('{"type":"publish","id":"same","text":"again","since":0}')),
  always("pings", text('{"type":"ping"}')),
  always("pings in other words", text('{ "type": "ping" }')),
  always("protocol pings", encodeFrame(OPCODES.ping, Buffer.from("x"))),
  always("binary frames", encodeFrame(OPCODES.binary, Buffer.from("x"))),
  always("unfinished fragments", FRAGMENTS),
  always("invalid UTF-8", encodeFrame(OPCODES.text, Buffer.from([0xff, 0xfe]))),
  always("reserved bits", encodeFrame(OPCODES.text, Buffer.from("x"), { reservedBits: 4 })),
  always("unmasked frames", encodeFrame(OPCODES.text, Buffer.from("x"), { isMasked: false })),
  always("typing", text('{"type":"typing"}')),
  commands("renames", (id) => ({ type: "rename", id, name: `Mallory ${id}` })),
  commands("reactions", (id) => ({ type: "react", id, target: 1, emoji: "👍", on: id.endsWith("0") })),
  commands("publishes", (id) => ({ type: "publish", id, text: "buy now" })),
  commands("history", (id) => ({ type: "history", id, limit: 200 })),
  {
    name: "huge headers",
    isHandshake: true,
    write: () => Buffer.alloc(0),
    headers: { "X-Filler": "x".repeat(60_000) },
  },
  always("after the room's close", text("{"), { ignoresClose: true }),
  { name: "joins and leaves", isHandshake: true, write: () => Buffer.alloc(0) },
];
