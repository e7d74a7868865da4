/**
 * A socket that is accepted and closed at once with the reason: a browser cannot read the HTTP status of a refused
 * upgrade (SPEC JOIN-3).
 */
import { encodeEvent } from "../protocol/encode.ts";
import { negotiate } from "../protocol/subprotocols.ts";
import type { JoinRefusal } from "../room/admission.ts";
import { errorEvent } from "../room/outcome.ts";
import { closeAs } from "../transport/close.ts";

/** Closes with the failure's sentence, if there is one; a JSON client is first sent it as an `error` if it ends at a known time (SPEC JOIN-7). */
export function refusedSocket(request: Request, { close, failure }: JoinRefusal): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  const negotiated = negotiate(request.headers.get("Sec-WebSocket-Protocol"));
  server.accept();
  const isJson = negotiated.kind === "agreed" && negotiated.codec === "json";
  const ends = failure?.retryAfterMs !== undefined || failure?.until !== undefined;
  if (failure !== undefined && ends && isJson) server.send(encodeEvent(errorEvent(undefined, failure)));
  closeAs(server, close, failure?.message);
  const headers = new Headers();
  // A browser fails a connection whose offered subprotocols are not answered, and would not see the close code.
  if (negotiated.echo !== undefined) headers.set("Sec-WebSocket-Protocol", negotiated.echo);
  return new Response(null, { status: 101, webSocket: client, headers });
}
