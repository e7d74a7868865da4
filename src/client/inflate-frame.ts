/** Inflates a compressed frame with the platform's own stream (SPEC FAN-6, FAN-9). */
import { MAX_FRAME_BYTES } from "../protocol/frames.ts";

/** DEFLATE makes at most 1,032 bytes of one, so no slice inflates to more than the largest frame before that is checked. */
const SLICE_BYTES = 2_032;

/** See {@link Platform.inflateFrame}. */
export async function inflateFrame(frame: ArrayBuffer): Promise<string> {
  const inflated = slicesOf(frame).pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let [text, bytes] = ["", 0];
  for (;;) {
    const { done, value } = await inflated.read();
    if (done) return json(text + decoder.decode());
    bytes += value.length;
    if (bytes > MAX_FRAME_BYTES) {
      void inflated.cancel();
      throw new RangeError("too long");
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** @throws SyntaxError if `text` is not JSON */
function json(text: string): string {
  JSON.parse(text);
  return text;
}

function slicesOf(frame: ArrayBuffer): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at < frame.byteLength) controller.enqueue(new Uint8Array(frame.slice(at, (at += SLICE_BYTES))));
      else controller.close();
    },
  });
}
