/**
 * A socket that is accepted and closed at once with the reason: a browser cannot read the HTTP status of a refused
 * upgrade (SPEC JOIN-3).
 */
import { negotiate } from "../protocol/subprotocols.ts";
import { CLOSES, type CloseName } from "../protocol/close-codes.ts";

export function refusedSocket(request: Request, close: CloseName): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  const { code, reason } = CLOSES[close];
  server.accept();
  server.close(code, reason);
  const { echo } = negotiate(request.headers.get("Sec-WebSocket-Protocol"));
  const headers = new Headers();
  // A browser fails a connection whose offered subprotocols are not answered, and would not see the close code.
  if (echo !== undefined) headers.set("Sec-WebSocket-Protocol", echo);
  return new Response(null, { status: 101, webSocket: client, headers });
}
