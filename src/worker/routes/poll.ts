import type { Context } from "hono";
import { readLimits } from "../../durable-object/configuration.ts";
import { failure } from "../../protocol/errors.ts";
import { parsePosition } from "../../protocol/position.ts";
import { Bridge } from "../bridge/bridge.ts";
import { heldBody, resolvesSoon } from "../bridge/held-response.ts";
import { PollBatch, type PollOptions, type PollResponseBody } from "../bridge/poll-batch.ts";
import { pollMemory } from "../bridge/poll-memory.ts";
import type { AppEnv } from "../env.ts";
import { jsonTextResponse, conditionalJsonResponse } from "../json-response.ts";
import { problem } from "../problem.ts";
import { readRoom } from "../read-room.ts";
import { isInvisible, parseReader, type Reader } from "../reader.ts";
import { requestAddress } from "../request-address.ts";
import { retryLater } from "../room-stub.ts";
import { parseIntegerParameter } from "./query-parameters.ts";

const MAX_WAIT_S = 25;
/** After an answer the member stays in the room for this long, so that the next poll finds them there (SPEC POLL-5). */
const LINGER_MS = 30_000;
/**
 * A new guest may be a script that never uses its token, and a reader who hung up may not come back: they stay shorter.
 */
const SHORT_LINGER_MS = 10_000;
/** The session of polls without `?session=`: such a member has one poll at a time. */
const DEFAULT_SESSION = "poll";

/**
 * `GET /r/{room}/messages?after=POSITION&wait=S` (SPEC POLL-1 to POLL-6): `{position, recovered, events, more?,
 * older?}`, at once or after up to `wait` seconds. HEAD joins nothing: its answer has no body, and so no token.
 */
export async function pollMessages(context: Context<AppEnv>, after: string): Promise<Response> {
  if (after !== "" && parsePosition(after) === undefined) return problem(failure("bad_position"));
  const wait = parseIntegerParameter("wait", context.req.query("wait"), { min: 0, max: MAX_WAIT_S });
  if (!wait.ok) return problem(wait.failure);
  const reader = parseReader(context);
  if (!reader.ok) return problem(reader.failure);
  const waitMs = (wait.value ?? 0) * 1_000;
  const joins = context.req.method !== "HEAD" && (waitMs > 0 || !isInvisible(reader.value));
  if (!joins) return snapshotPoll(context, after);
  return longPoll(context, { after, waitMs, reader: reader.value });
}

/** Answers at once, without a connection to the room. */
async function snapshotPoll(context: Context<AppEnv>, after: string): Promise<Response> {
  const snapshot = await readRoom(context, (stub, reader) => stub.peek(reader, after));
  if (!snapshot.ok) return problem(snapshot.failure);
  const now = Date.now();
  const batch = newPollBatch(context, {
    after,
    waitMs: 0,
    wantsWelcome: false,
    startedAt: now,
    reserve: () => true,
  });
  batch.setPosition(snapshot.value);
  batch.receive(snapshot.value.events, now);
  const { response } = batch;
  // The ETag is the reader's position after the answer, not the room's: an answer may hold only a part.
  return response === undefined
    ? problem(retryLater("unavailable"))
    : conditionalJsonResponse(context.req.raw, response.position, () => encodePollResponse(response));
}

interface LongPoll {
  readonly after: string;
  readonly waitMs: number;
  readonly reader: Reader;
}

async function longPoll(context: Context<AppEnv>, { after, waitMs, reader }: LongPoll): Promise<Response> {
  const startedAt = Date.now();
  const joined = await Bridge.open(context.env, context.get("room"), {
    ...reader,
    stream: reader.session ?? DEFAULT_SESSION,
    position: after,
  });
  if (!joined.ok) return problem(joined.failure);
  const bridge = joined.value;
  const isNewGuest = reader.token === undefined;
  const wantsWelcome = (isNewGuest && !isInvisible(reader)) || context.req.query("welcome") === "1";
  const batch = newPollBatch(context, {
    after,
    waitMs,
    wantsWelcome,
    startedAt,
    reserve: (bytes) => pollMemory.reserve(bytes),
  });
  const hangUp = new AbortController();
  const signal = AbortSignal.any([context.req.raw.signal, hangUp.signal]);
  const due = waitUntilDue(bridge, batch, signal);
  const lingerMs = () => (isNewGuest || signal.aborted ? SHORT_LINGER_MS : LINGER_MS);
  // Registered before the answer is due: when a reader hangs up, only waitUntil keeps running.
  context.executionCtx.waitUntil(
    due.then(() => {
      pollMemory.release(batch.reservedBytes);
      return isInvisible(reader) ? bridge.close() : linger(bridge, lingerMs());
    }),
  );
  // A room that has not answered yet may still make this a failure, whose status comes first.
  const isHeld = waitMs > 0 && !(await resolvesSoon(due)) && batch.response !== undefined;
  if (!isHeld) await due;
  const { response } = batch;
  if (response === undefined) return problem(retryLater("unavailable"));
  if (batch.isDeferred) return problem(retryLater("rate_limited"));
  const json = () => {
    const answer = encodePollResponse(batch.response ?? response);
    batch.clear();
    return answer;
  };
  return jsonTextResponse(
    isHeld
      ? heldBody({ due, json, onHangUp: () => hangUp.abort(), address: requestAddress(context) })
      : json(),
  );
}

function newPollBatch(
  context: Context<AppEnv>,
  options: Omit<PollOptions, "maxBytes" | "crowdMembers">,
): PollBatch {
  const { recoveryBytes: maxBytes, crowdMembers } = readLimits(context.env);
  return new PollBatch({ ...options, maxBytes, crowdMembers });
}

/** Collects events until the answer is due, or the reader has hung up. */
function waitUntilDue(bridge: Bridge, batch: PollBatch, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let isSettled = false;
    const settle = () => {
      isSettled = true;
      clearTimeout(timer);
      resolve();
    };
    const settleWhenDue = () => {
      clearTimeout(timer);
      const remainingMs = batch.dueAt - Date.now();
      if (remainingMs <= 0) settle();
      else if (remainingMs <= MAX_WAIT_S * 1_000) timer = setTimeout(settle, remainingMs);
    };
    signal.addEventListener("abort", settle);
    bridge.listen({
      onEvents: (events) => {
        if (isSettled) return;
        batch.receive(events, Date.now());
        settleWhenDue();
      },
      onClose: () => {
        if (isSettled) return;
        batch.close(Date.now());
        settleWhenDue();
      },
    });
  });
}

/** Keeps the member in the room for a while, unless their next poll replaces this one. */
async function linger(bridge: Bridge, ms: number): Promise<void> {
  await Promise.race([bridge.whenClosed, scheduler.wait(ms)]);
  bridge.close();
}

/** Encodes the answer by hand: its events are already JSON. */
function encodePollResponse({ events, ...rest }: PollResponseBody): string {
  return `${JSON.stringify(rest).slice(0, -1)},"events":[${events.join(",")}]}`;
}
