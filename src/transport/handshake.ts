/** What a client says when it opens a socket (SPEC JOIN-1, JOIN-2, ID-1). */
import { negotiate, type Negotiated } from "../protocol/subprotocols.ts";
import { rateAddress } from "./address.ts";

export interface Handshake {
  readonly negotiated: Negotiated;
  readonly token: string | undefined;
  readonly name: string | undefined;
  readonly position: string | undefined;
  readonly address: string | undefined;
}

const BEARER = /^Bearer +(\S+)$/i;

export function readHandshake(request: Request): Handshake {
  const { searchParams } = new URL(request.url);
  const negotiated = negotiate(request.headers.get("Sec-WebSocket-Protocol"));
  const offered = negotiated.kind === "agreed" ? negotiated.token : undefined;
  return {
    negotiated,
    token: offered ?? bearerToken(request.headers.get("Authorization")),
    name: searchParams.get("name") ?? undefined,
    position: searchParams.get("position") ?? undefined,
    address: rateAddress(request.headers.get("CF-Connecting-IP")),
  };
}

/** The token of an `Authorization: Bearer` header (RFC 6750 §2.1). */
export function bearerToken(header: string | null): string | undefined {
  return BEARER.exec(header ?? "")?.[1];
}
