/**
 * The first rate limit in front of the rooms: requests by address, counted by the platform where the Worker runs, before a
 * room is woken (SPEC LIM-15). It is approximate and per data centre; the exact limits are the room's.
 */
import { failureWithRetry, type Failure } from "../protocol/errors.ts";
import { addressKey, networkKey } from "../room/rates/address.ts";

/** The platform's rate limits (wrangler.toml, `[[ratelimits]]`). A deployment may leave out any of them. */
export interface RateLimitBindings {
  /** what a room answers, by address */
  readonly REQUESTS_PER_ADDRESS?: RateLimit;
  /** the same by IPv6 /48 */
  readonly REQUESTS_PER_NETWORK?: RateLimit;
  /** what may bring a guest or a room into being, by address */
  readonly GUESTS_PER_ADDRESS?: RateLimit;
  /** the same by IPv6 /48 */
  readonly GUESTS_PER_NETWORK?: RateLimit;
}

export interface CountedRequest {
  /** the client's address, as the platform reports it */
  readonly ip: string | null;
  /** without a token, it may make a new guest, and a room */
  readonly isNewGuest: boolean;
}

/** The periods of the limits, ms: wrangler.toml says the same in seconds. */
const REQUESTS_PERIOD_MS = 10_000;
const GUESTS_PERIOD_MS = 60_000;

interface Counter {
  readonly limit: RateLimit | undefined;
  readonly key: string | undefined;
  readonly periodMs: number;
}

/** The failure of a request whose address makes too many; undefined if it may pass, or the platform does not know. */
export async function limitByAddress(
  env: RateLimitBindings,
  request: CountedRequest,
): Promise<Failure | undefined> {
  const counters = countersOf(env, request);
  if (counters.length === 0) return undefined;
  const pauses = await Promise.all(counters.map(exceededMs));
  const retryAfterMs = Math.max(...pauses);
  if (retryAfterMs === 0) return undefined;
  return {
    ...failureWithRetry("rate_limited", retryAfterMs),
    message: "Too many requests come from your network. Wait, then go on.",
  };
}

function countersOf(env: RateLimitBindings, { ip, isNewGuest }: CountedRequest): Counter[] {
  const address = addressKey(ip);
  if (address === undefined) return [];
  const network = networkKey(address);
  const requests: Counter[] = [
    { limit: env.REQUESTS_PER_ADDRESS, key: address, periodMs: REQUESTS_PERIOD_MS },
    { limit: env.REQUESTS_PER_NETWORK, key: network, periodMs: REQUESTS_PERIOD_MS },
  ];
  const guests: Counter[] = [
    { limit: env.GUESTS_PER_ADDRESS, key: address, periodMs: GUESTS_PERIOD_MS },
    { limit: env.GUESTS_PER_NETWORK, key: network, periodMs: GUESTS_PERIOD_MS },
  ];
  return [...requests, ...(isNewGuest ? guests : [])].filter(
    ({ limit, key }) => limit !== undefined && key !== undefined,
  );
}

/** Counts a request: the pause until it may be repeated, in ms, 0 if it is within the limit. */
async function exceededMs({ limit, key = "", periodMs }: Counter): Promise<number> {
  try {
    const outcome = await limit?.limit({ key });
    return outcome?.success === false ? periodMs : 0;
  } catch (error) {
    logOnce(error);
    return 0;
  }
}

let isLogged = false;

/** A rate limit that fails must close nothing: the rooms have limits of their own. One line is enough to know. */
function logOnce(error: unknown): void {
  if (isLogged) return;
  isLogged = true;
  const message = error instanceof Error ? error.message : String(error);
  console.error({ at: "worker", what: "the rate limit by address failed: requests pass", message });
}
