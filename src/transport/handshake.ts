/**
 * What a client says when it opens a socket, or the Worker for a stream or poll (SPEC JOIN-1, JOIN-2, ID-1, READ-1).
 * The Worker reads it, once, and hands it to the room in one header: that is less for both than to pass the client's
 * own request on, and a returning crowd joins at once.
 */
import type { Agreed, Codec } from "../protocol/subprotocols.ts";
import { rateAddress } from "./address.ts";

export interface Handshake {
  readonly codec: Codec;
  /** the subprotocol that the answer names */
  readonly echo: string | undefined;
  readonly token: string | undefined;
  readonly name: string | undefined;
  readonly position: string | undefined;
  readonly address: string | undefined;
  /** reads, and is nobody here */
  readonly invisible: boolean;
  /** of a stream or poll: its session, empty where it has none; undefined for a socket */
  readonly stream: string | undefined;
}

/** The room's object has one address; which room it is it knows. */
export const JOIN_URL = "https://room/join";

const HEADER = "Handshake";
const BEARER = /^Bearer +(\S+)$/i;
/** Headers are bytes (RFC 9110 §5.5); JSON can say the rest in ASCII (RFC 8259 §7). */
const BEYOND_ASCII = /[^ -~]/g;

/** What `request`, the upgrade of a client's socket, says. */
export function readHandshake(
  { headers }: Request,
  { codec, echo, token }: Agreed,
  query: URLSearchParams,
): Handshake {
  return {
    codec,
    echo,
    token: token ?? bearerToken(headers.get("Authorization")),
    name: query.get("name") ?? undefined,
    position: query.get("position") ?? undefined,
    address: rateAddress(headers.get("CF-Connecting-IP")),
    invisible: false,
    stream: undefined,
  };
}

/** Who reads by a stream or poll, and from where. */
export interface BridgeOptions {
  readonly token: string | undefined;
  /** undefined for an invisible reader, unless there is a token */
  readonly name: string | undefined;
  readonly position: string | undefined;
  readonly stream: string | undefined;
  /** the address of whoever reads, as the platform gives it */
  readonly ip: string | null;
}

/** What the Worker says when it joins a room in a reader's stead. */
export function bridgeHandshake({ token, name, position, stream, ip }: BridgeOptions): Handshake {
  return {
    codec: "json",
    echo: undefined,
    token,
    name,
    position,
    address: rateAddress(ip),
    invisible: token === undefined && name === undefined,
    stream: stream ?? "",
  };
}

/** The upgrade of {@link JOIN_URL} that hands `handshake` to the room. */
export function joinInit(handshake: Handshake): RequestInit {
  const json = JSON.stringify(handshake).replaceAll(BEYOND_ASCII, escaped);
  return { headers: { Upgrade: "websocket", [HEADER]: json } };
}

/** What {@link joinInit} handed over; undefined from a Worker of another release, while one replaces the other. */
export function handshakeIn(request: Request): Handshake | undefined {
  const json = request.headers.get(HEADER);
  return json === null ? undefined : (JSON.parse(json) as Handshake);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The token of an `Authorization: Bearer` header (RFC 6750 §2.1). */
export function bearerToken(header: string | null): string | undefined {
  return BEARER.exec(header ?? "")?.[1];
}
