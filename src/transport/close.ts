/** Closes sockets. */
import { CLOSES, type CloseName } from "../protocol/close-codes.ts";
import { truncateBytes } from "../text/lengths.ts";

/** RFC 6455 §5.5: a close frame's body is at most 125 bytes, 2 of them the code. */
const MAX_REASON_BYTES = 123;

/** Closes with a code of the table; `detail` replaces its reason. Never throws: a socket may be closing already. */
export function closeAs(socket: WebSocket, name: CloseName, detail?: string): void {
  const { code, reason } = CLOSES[name];
  try {
    socket.close(code, truncateBytes(detail ?? reason, MAX_REASON_BYTES));
  } catch {
    // It is closed already.
  }
}

/**
 * Answers a peer's close frame (RFC 6455 §5.5.1). The runtime does not complete the closing handshake of a
 * hibernatable socket: without an answer the peer stays in CLOSING. After a drop (1006) there is no frame to answer.
 */
export function answerClose(socket: WebSocket, code: number, reason: string, wasClean: boolean): void {
  if (!wasClean) return;
  try {
    socket.close(code, reason);
  } catch {
    // The code is reserved (1005 where the peer gave none) or the reason cannot be echoed in 123 bytes.
    socket.close(1000);
  }
}
