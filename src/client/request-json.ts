/** Requests beside the connection, which no event waits for: each has a timeout, and fails as any call of the SDK does. */
import type { Platform } from "./platform.ts";
import { parseJsonAs } from "./json-guard.ts";
import { parseProblem, retryAfterMs } from "./problem-details.ts";
import { clientError, errorFromEvent, type RoomError } from "./room-error.ts";
import { Timer } from "./timer.ts";

const TIMEOUT_MS = 10_000;

export interface RoomRequest {
  readonly url: string;
  readonly init: Omit<RequestInit, "signal">;
  /** cancels the request */
  readonly signal?: AbortSignal | undefined;
}

export interface JsonRequest<Value> extends RoomRequest {
  readonly isValid: (value: unknown) => value is Value;
}

/**
 * Resolves with the JSON of a response of status 200 or 201.
 * @throws RoomError, or the reason of `signal` once it aborts
 */
export async function requestJson<Value>(
  platform: Platform,
  { isValid, ...request }: JsonRequest<Value>,
): Promise<Value> {
  return send(platform, request, (body, { status }) =>
    status === 200 || status === 201 ? parseJsonAs(body, isValid) : undefined,
  );
}

/** Resolves once the room has answered that it did it. @throws as {@link requestJson} does */
export async function requestDone(platform: Platform, request: RoomRequest): Promise<void> {
  await send(platform, request, (_body, { status }) => status === 204 || undefined);
}

/** `read` returns undefined for a response that is none of the room's, or its refusal. */
async function send<Value>(
  platform: Platform,
  { url, init, signal }: RoomRequest,
  read: (body: string, response: Response) => Value | undefined,
): Promise<Value> {
  const timeout = new AbortController();
  const timer = new Timer(platform);
  timer.start(TIMEOUT_MS, () => timeout.abort());
  try {
    const response = await platform.fetch(url, {
      ...init,
      signal: signal === undefined ? timeout.signal : AbortSignal.any([signal, timeout.signal]),
    });
    const body = await response.text();
    const value = read(body, response);
    if (value === undefined) throw errorOfProblem(body, response.headers.get("Retry-After"));
    return value;
  } catch (error) {
    signal?.throwIfAborted();
    if (timeout.signal.aborted) throw clientError("timeout");
    throw error instanceof TypeError ? clientError("not_connected") : error;
  } finally {
    timer.stop();
  }
}

/** The room's own error in a response's body; `not_connected` if the room did not write it, but a proxy. */
export function errorOfProblem(body: string, retryAfter: string | null): RoomError {
  const { code, detail, until } = parseProblem(body) ?? {};
  if (code === undefined) return clientError("not_connected");
  const when = until === undefined ? {} : { until };
  return errorFromEvent({
    type: "error",
    code,
    message: detail ?? code,
    ...retryAfterMs(retryAfter),
    ...when,
  });
}
