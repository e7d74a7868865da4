/**
 * The body of an answer that is not ready yet. workerd notices that a client has hung up by FIN only when it writes to
 * it, so a space is sent from time to time: JSON allows white space before a value (RFC 8259 §2).
 */

import { within } from "../in-time.ts";
import { BoundedStream } from "./bounded-stream.ts";

const PROBE_INTERVAL_MS = 2_000;

/** True if `due` resolves before the next space is to be sent. */
export function resolvesSoon(due: Promise<void>): Promise<boolean> {
  const resolved = due.then(() => true);
  return within(PROBE_INTERVAL_MS, resolved, () => false);
}

export interface HeldBody {
  /** resolves when the body is complete */
  readonly due: Promise<void>;
  /** the body's JSON; called when it is due */
  readonly json: () => string;
  readonly onHangUp: () => void;
  /** of the reader */
  readonly address: string | undefined;
}

/** A stream of spaces, and at last of the JSON. */
export function heldBody({ due, json, onHangUp, address }: HeldBody): ReadableStream<Uint8Array> {
  let isComplete = false;
  const body = new BoundedStream(
    {
      onDrain: () => isComplete && body.end(),
      onClose: () => isComplete || onHangUp(),
    },
    { address },
  );
  const send = async () => {
    do body.write(" ");
    while (!(await resolvesSoon(due)));
    isComplete = true;
    body.write(`${json()}\n`);
  };
  void send();
  return body.readable;
}
