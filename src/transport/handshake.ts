/** The handshake of a socket, or of the Worker for a stream or poll (SPEC JOIN-1, JOIN-2, ID-1, READ-1). */
import { JSON_SUBPROTOCOL, negotiate, type Negotiated } from "../protocol/subprotocols.ts";
import { failure, type Failure } from "../protocol/errors.ts";
import { DEFLATE, FRAMES_PARAMETER } from "../protocol/frames.ts";
import type { ClientKey } from "../room/session.ts";
import { detached } from "../text/detached.ts";
import { fail, ok, type Result } from "../text/result.ts";
import { foreignOrigin } from "./foreign-origin.ts";
import { addressKey } from "../room/rates/address.ts";
import { parseGeneration, parseSessionName } from "./session-name.ts";
import { keepaliveFailure, readPlainOptions, type PlainOptions } from "./plain-options.ts";

export interface Handshake {
  readonly negotiated: Negotiated;
  readonly ticket: string | undefined;
  readonly token: string | undefined;
  readonly name: string | undefined;
  readonly position: string | undefined;
  readonly address: string | undefined;
  /** the origin that the request was sent to */
  readonly origin: string | undefined;
  /** the origin of the page of another site that sent it */
  readonly site?: string | undefined;
  /** reads without being a member of the room */
  readonly invisible: boolean;
  /** of a stream or poll: its session, empty if it has none; undefined for a socket */
  readonly stream: string | undefined;
  /** of a socket: the client's session, if it named one (SPEC READ-2) */
  readonly session?: string | undefined;
  /** the attempt of that session to join, 0 if it did not number them */
  readonly generation?: number | undefined;
  readonly plain: PlainOptions;
  /** takes compressed frames (SPEC FAN-6) */
  readonly deflates?: boolean | undefined;
  /** the warning about its query that the client gets after the join */
  readonly warning: Failure | undefined;
}

/** Only the Worker can send this URL: the upgrades of clients have paths below `/r/`. */
const BRIDGE_URL = "https://room/bridge";

/** `?as=html` asks for escaped HTML instead of text. */
export const HTML_FORMAT = "html";

/** Scheme, host and port. */
export const MAX_ORIGIN_CHARACTERS = 267;

const NO_PARAMETERS = new URLSearchParams();

/** A longer token is refused before it is verified, and before it is kept with a visit that waits for its turn. */
export const MAX_TOKEN_CHARACTERS = 8 * 1024;
export const TOKEN_TOO_LONG = "A token has at most 8 KiB.";

const BEARER = /^Bearer +(\S+)$/i;
const MALFORMED_AUTHORIZATION = 'The Authorization header is "Bearer", a space and your token.';

/**
 * The handshake in an upgrade request.
 * @param ownOrigin that of the deployment, where a proxy hides it
 */
export function readHandshake(request: Request, ownOrigin?: string): Handshake {
  const { address, searchParams } = readUrl(request.url);
  const isBridge = address === BRIDGE_URL;
  const origin = isBridge ? (searchParams.get("origin") ?? undefined) : originOf(address);
  const negotiated = withHtml(negotiate(request.headers.get("Sec-WebSocket-Protocol")), searchParams);
  const isPlainText = negotiated.kind === "agreed" && negotiated.codec !== "json";
  const asksDeflate = searchParams.get(FRAMES_PARAMETER) === DEFLATE;
  const session = parseSessionName(searchParams.get("session") ?? undefined);
  const generation = parseGeneration(searchParams.get("generation") ?? undefined);
  return {
    negotiated,
    ticket: negotiated.kind === "agreed" ? negotiated.ticket : undefined,
    token: handshakeToken(request.headers.get("Authorization")),
    name: searchParams.get("name") ?? undefined,
    position: searchParams.get("position") ?? undefined,
    address: addressKey(request.headers.get("CF-Connecting-IP")),
    origin,
    site: foreignOrigin(request.headers.get("Origin"), origin, ownOrigin),
    invisible: isBridge && searchParams.has("invisible"),
    stream: isBridge ? (searchParams.get("stream") ?? "") : undefined,
    session: session.ok ? session.value : undefined,
    generation: generation.ok ? generation.value : undefined,
    plain: isPlainText ? readPlainOptions(searchParams) : {},
    deflates: asksDeflate && !isPlainText && !isBridge,
    warning:
      failureOf(session) ??
      failureOf(generation) ??
      (isPlainText ? keepaliveFailure(searchParams) : undefined),
  };
}

function failureOf(parsed: Result<unknown, Failure>): Failure | undefined {
  return parsed.ok ? undefined : parsed.failure;
}

/** Plain text as HTML, where the URL asks for it. */
function withHtml(negotiated: Negotiated, query: URLSearchParams): Negotiated {
  const isHtml =
    negotiated.kind === "agreed" && negotiated.codec === "text" && query.get("as") === HTML_FORMAT;
  return isHtml ? { ...negotiated, codec: "html" } : negotiated;
}

/** The client that the handshake names; undefined if it names none. */
export function clientKeyOf({ stream, session, generation = 0 }: Handshake): ClientKey | undefined {
  const name = stream ?? session;
  if (name === undefined || name === "") return undefined;
  return { session: name, generation, isSocket: stream === undefined };
}

/** Splits at the `?` instead of parsing the URL: nothing else is needed, and many clients may join at once. */
function readUrl(url: string): { readonly address: string; readonly searchParams: URLSearchParams } {
  const queryStart = url.indexOf("?");
  if (queryStart === -1) return { address: url, searchParams: NO_PARAMETERS };
  return { address: url.slice(0, queryStart), searchParams: new URLSearchParams(url.slice(queryStart)) };
}

/** Sliced from the URL's text for the same reason. No host's name is longer (RFC 1035 §2.3.4), and attachments have bounds. */
function originOf(url: string): string | undefined {
  const end = url.indexOf("/", url.indexOf("//") + 2);
  return end <= MAX_ORIGIN_CHARACTERS ? detached(url.slice(0, end)) : undefined;
}

/** The reader of a stream or poll. */
export interface BridgeOptions {
  /** that its request was sent to */
  readonly origin: string;
  /** the origin of the page of another site that sent it */
  readonly site: string | undefined;
  readonly token: string | undefined;
  /** undefined for an invisible reader, unless there is a token */
  readonly name: string | undefined;
  readonly position: string | undefined;
  readonly stream: string | undefined;
  readonly generation: number | undefined;
  /** the reader's IP address, as the platform reports it */
  readonly ip: string | null;
}

/** The upgrade request with which the Worker joins a room for a reader; {@link readHandshake} reads it. */
export function bridgeRequest(options: BridgeOptions): Request {
  const { token, name, position, stream, generation, ip, origin, site } = options;
  const url = new URL(BRIDGE_URL);
  url.searchParams.set("origin", origin);
  if (token === undefined && name === undefined) url.searchParams.set("invisible", "");
  if (name !== undefined) url.searchParams.set("name", name);
  if (position !== undefined) url.searchParams.set("position", position);
  if (stream !== undefined) url.searchParams.set("stream", stream);
  if (generation !== undefined) url.searchParams.set("generation", `${generation}`);
  const headers = new Headers({ Upgrade: "websocket", "Sec-WebSocket-Protocol": JSON_SUBPROTOCOL });
  if (token !== undefined) headers.set("Authorization", `Bearer ${token}`);
  if (ip !== null) headers.set("CF-Connecting-IP", ip);
  if (site !== undefined) headers.set("Origin", site);
  return new Request(url, { headers });
}

/**
 * The token of an `Authorization: Bearer` header (RFC 6750 §2.1); undefined without the header. A header that is anything
 * else is `invalid_token`: its sender meant to be a member, and must not become another one unnoticed (SPEC ID-15).
 */
export function parseAuthorization(header: string | null): Result<string | undefined, Failure> {
  if (header === null) return ok(undefined);
  const token = BEARER.exec(header)?.[1];
  if (token === undefined) return fail(failure("invalid_token", MALFORMED_AUTHORIZATION));
  return token.length > MAX_TOKEN_CHARACTERS ? fail(failure("invalid_token", TOKEN_TOO_LONG)) : ok(token);
}

/** The token of an upgrade's header. A malformed one is a token that no room has made. */
function handshakeToken(header: string | null): string | undefined {
  const token = parseAuthorization(header);
  return token.ok ? token.value : "";
}
