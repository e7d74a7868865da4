/** Requests a ticket from the room, for a token or for a new guest (SPEC ID-16). */
import { CLOSE_CODES } from "../protocol/close-advice.ts";
import type { TicketGrant } from "../protocol/ticket-grant.ts";
import { UNUSABLE_TOKEN_REASON } from "./error-sentences.ts";
import { hasFields, parseJsonAs } from "./json-guard.ts";
import { ABNORMAL_CLOSURE, type JoinKey, type LinkClosure } from "./link.ts";
import type { Platform } from "./platform.ts";
import { parseProblem, retryAfterMs } from "./problem-details.ts";
import { Timer } from "./timer.ts";

const TIMEOUT_MS = 10_000;
/** What a header can carry (RFC 9110 §5.5). */
const HEADER_VALUE = /^[\x21-\x7e]+$/;
const UNUSABLE_TOKEN: LinkClosure = {
  code: CLOSE_CODES.invalid_token,
  reason: UNUSABLE_TOKEN_REASON,
  isClean: true,
};

export interface TicketRequest {
  /** undefined for a new guest */
  readonly token?: string;
  /** of a new guest */
  readonly name?: string;
  /** the join that the ticket is for */
  readonly key?: JoinKey;
}

/** Why there is no ticket, as the closure of the link that it was for. */
export class TicketRefusal extends Error {
  override readonly name = "TicketRefusal";

  constructor(readonly closure: LinkClosure) {
    super(closure.reason);
  }
}

/** @throws TicketRefusal with the room's reason, or an abnormal closure if the room did not answer */
export async function requestTicket(
  platform: Platform,
  room: URL,
  { token, name, key }: TicketRequest,
): Promise<TicketGrant> {
  if (token !== undefined && !HEADER_VALUE.test(token)) throw new TicketRefusal(UNUSABLE_TOKEN);
  const query = key === undefined ? "" : `?session=${key.session}&generation=${key.generation}`;
  const timeout = new AbortController();
  const timer = new Timer(platform);
  timer.start(TIMEOUT_MS, () => timeout.abort());
  try {
    const response = await platform.fetch(`${room.href}/ticket${query}`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ name }),
      signal: timeout.signal,
    });
    const body = await response.text();
    const grant = response.status === 200 ? parseJsonAs(body, isGrant) : undefined;
    if (grant === undefined) throw new TicketRefusal(closureOf(body, response.headers.get("Retry-After")));
    return grant;
  } catch (error) {
    throw error instanceof TicketRefusal ? error : new TicketRefusal(ABNORMAL_CLOSURE);
  } finally {
    timer.stop();
  }
}

/** Whether an answer of ID-16 is one. */
export function isGrant(value: unknown): value is TicketGrant {
  return (
    hasFields(value, { ticket: "string", at: "number", self: "object" }) &&
    hasFields(value["self"], { id: "string", name: "string", token: "string", ticketKey: "string" })
  );
}

/**
 * A refusal that waiting does not help, or that says for how long to wait, is the close that a socket would get; any other
 * is like a lost connection.
 */
function closureOf(body: string, retryAfter: string | null): LinkClosure {
  const { code = "", detail: reason = "" } = parseProblem(body) ?? {};
  const name = code === "rate_limited" ? "flood" : code;
  if (!Object.hasOwn(CLOSE_CODES, name)) return ABNORMAL_CLOSURE;
  const close = CLOSE_CODES[name as keyof typeof CLOSE_CODES];
  return { code: close, reason, isClean: true, ...retryAfterMs(retryAfter) };
}

/** The closure of a link whose credentials could not be had. */
export function closureOfError(error: unknown): LinkClosure {
  return error instanceof TicketRefusal ? error.closure : ABNORMAL_CLOSURE;
}
