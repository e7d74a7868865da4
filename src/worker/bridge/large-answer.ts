/** Bounds in sum what clients leave unread of large answers, which the runtime would keep until they read it (SPEC HTTP-28). */
import { addressKey } from "../../room/rates/address.ts";
import { exceedsBytes, utf8Bytes } from "../../text/lengths.ts";
import { BoundedStream } from "./bounded-stream.ts";

/** What is smaller waits in the system's buffers of its connection. */
const LARGE_ANSWER_BYTES = 16 * 1024;

interface LargeBody {
  readonly text: string;
  readonly length: number;
  readonly stream: FixedLengthStream;
}

/** By their readable side, which is all of an answer that no middleware replaces. */
const largeBodies = new WeakMap<ReadableStream, LargeBody>();

/** The body of an answer with that text. A large one is sent by {@link sendLargeBody}. */
export function answerBody(text: string): string | ReadableStream<Uint8Array> {
  if (!exceedsBytes(text, LARGE_ANSWER_BYTES)) return text;
  const length = utf8Bytes(text);
  const stream = new FixedLengthStream(length);
  largeBodies.set(stream.readable, { text, length, stream });
  return stream.readable;
}

/** Begins to send the body of an answer, if it is a large one: in pieces, as the client reads. */
export function sendLargeBody({ headers, signal }: Request, { body }: Response): void {
  const large = body === null ? undefined : largeBodies.get(body);
  if (body === null || large === undefined) return;
  // The runtime keeps the stream until it was read, and the map would keep the text.
  largeBodies.delete(body);
  const output = new BoundedStream(
    { onDrain: () => output.end(), onClose: () => undefined },
    { address: addressKey(headers.get("CF-Connecting-IP")), stream: large.stream },
  );
  signal.addEventListener("abort", () => output.end());
  output.write(large.text);
}
