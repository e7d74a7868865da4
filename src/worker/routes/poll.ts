import type { Context } from "hono";
import { parseEnvLimits } from "../../durable-object/load-room.ts";
import { decodeEvents } from "../../protocol/decode-events.ts";
import { failure, failureWithRetry } from "../../protocol/errors.ts";
import { parsePosition } from "../../protocol/position.ts";
import { Bridge } from "../bridge/bridge.ts";
import { Gathering, type Poll, type PollAnswer } from "../bridge/gathering.ts";
import type { App } from "../env.ts";
import { jsonText, revalidated } from "../json.ts";
import { problem } from "../problem.ts";
import { isInvisible, readerOf, type Reader } from "../reader.ts";
import { callRoom, retryAfterMs } from "../room-stub.ts";
import { wholeNumber } from "./query.ts";

const MAX_WAIT_S = 25;
/** After an answer the member stays so long, that their next poll finds them here (SPEC POLL-5). */
const HOLD_MS = 30_000;
/** Who was just given a token may be a script that will never use it, and who hung up may not come back. */
const SHORT_HOLD_MS = 10_000;
/** Where no session is named, a member has one poll. */
const DEFAULT_SESSION = "poll";

/** `GET /r/{room}/messages?after=POSITION&wait=S` (SPEC POLL-1 to POLL-6). */
export async function poll(context: Context<App>, after: string): Promise<Response> {
  if (after !== "" && parsePosition(after) === undefined) return problem(failure("bad_position"));
  const wait = wholeNumber("wait", context.req.query("wait"), { min: 0, max: MAX_WAIT_S });
  if (!wait.ok) return problem(wait.failure);
  const reader = readerOf(context);
  if (!reader.ok) return problem(reader.failure);
  const waitMs = (wait.value ?? 0) * 1_000;
  if (waitMs === 0 && isInvisible(reader.value)) return peek(context, after);
  return waitFor(context, { after, waitMs, reader: reader.value });
}

/** At once, and for nobody in particular: no connection is needed. */
async function peek(context: Context<App>, after: string): Promise<Response> {
  const peeked = await callRoom(context.env, context.get("room"), (stub) => stub.peek(after));
  if (!peeked.ok) return problem(peeked.failure);
  const now = Date.now();
  const gathering = newGathering(context, { after, waitMs: 0, wantsWelcome: false, beganAt: now });
  gathering.standsAt(peeked.value);
  gathering.take(decodeEvents(peeked.value.events), now);
  const { answer } = gathering;
  // Where the reader stands behind it, not where the room does: an answer may have room for a part only.
  return answer === undefined
    ? unavailable()
    : revalidated(context.req.raw, answer.position, () => encode(answer));
}

interface Waiting {
  readonly after: string;
  readonly waitMs: number;
  readonly reader: Reader;
}

async function waitFor(context: Context<App>, { after, waitMs, reader }: Waiting): Promise<Response> {
  const beganAt = Date.now();
  const opened = await Bridge.open(context.env, context.get("room"), {
    ...reader,
    stream: reader.session ?? DEFAULT_SESSION,
    position: after,
  });
  if (!opened.ok) return problem(opened.failure);
  const bridge = opened.value;
  const isNewGuest = reader.token === undefined;
  const wantsWelcome = (isNewGuest && !isInvisible(reader)) || context.req.query("welcome") === "1";
  const gathering = newGathering(context, { after, waitMs, wantsWelcome, beganAt });
  const { signal } = context.req.raw;
  const due = answerIsDue(bridge, gathering, signal);
  const holdMs = () => (isNewGuest || signal.aborted ? SHORT_HOLD_MS : HOLD_MS);
  // Asked for before it is due: of a reader who hangs up nothing else goes on.
  context.executionCtx.waitUntil(
    due.then(() => (isInvisible(reader) ? bridge.close() : hold(bridge, holdMs()))),
  );
  await due;
  const { answer } = gathering;
  return answer === undefined ? unavailable() : jsonText(encode(answer));
}

function unavailable(): Response {
  return problem(failureWithRetry("unavailable", retryAfterMs()));
}

function newGathering(
  context: Context<App>,
  poll: Pick<Poll, "after" | "waitMs" | "wantsWelcome" | "beganAt">,
): Gathering {
  const { recoveryBytes: maxBytes, crowdMembers } = parseEnvLimits(context.env);
  return new Gathering({ ...poll, maxBytes, crowdMembers });
}

/** Listens until the answer is due, or nobody waits for it any more. */
function answerIsDue(bridge: Bridge, gathering: Gathering, gone: AbortSignal): Promise<void> {
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
      const leftMs = gathering.dueAt - Date.now();
      if (leftMs <= 0) settle();
      else if (leftMs <= MAX_WAIT_S * 1_000) timer = setTimeout(settle, leftMs);
    };
    gone.addEventListener("abort", settle);
    bridge.listen({
      told: (events) => {
        if (isSettled) return;
        gathering.take(events, Date.now());
        settleWhenDue();
      },
      over: () => {
        if (isSettled) return;
        gathering.letGo(Date.now());
        settleWhenDue();
      },
    });
  });
}

/** Keeps the member here for a while, unless their next poll takes this one's place. */
async function hold(bridge: Bridge, ms: number): Promise<void> {
  await Promise.race([bridge.whenOver, scheduler.wait(ms)]);
  bridge.close();
}

/** The events are JSON already. */
function encode({ events, ...rest }: PollAnswer): string {
  return `${JSON.stringify(rest).slice(0, -1)},"events":[${events.join(",")}]}`;
}
