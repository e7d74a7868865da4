/** The room's time by the client's clock (SPEC TIME-2). */
import type { ClientSession } from "./client-session.ts";
import { clientError } from "./room-error.ts";

/** What is known of the room's clock. */
export interface ServerTime {
  /** how far the room's clock is ahead of yours, in ms; wrong by half of `roundTripMs` at most */
  readonly offsetMs: number;
  /** how long the fastest answer took, in ms */
  readonly roundTripMs: number;
  /** the time by the room's clock, in ms since 1970 */
  now(): number;
}

const DEFAULT_SAMPLES = 5;

export interface TimeSource {
  /** ms since 1970 by the client's clock */
  readonly clock: () => number;
  /** resolves with ms since 1970 by the room's clock */
  readonly ask: () => Promise<number>;
}

/** Asks the room for its time over the open connection, whatever its transport. */
export async function askTime(session: Pick<ClientSession, "request">): Promise<number> {
  const reply = await session.request({ type: "time" });
  if (reply.type !== "time") throw clientError("timeout");
  return reply.at;
}

/** Asks `samples` times, each after the answer to the one before it: an answer that waited in a queue counts for nothing. */
export async function syncTime(
  { clock, ask }: TimeSource,
  { samples = DEFAULT_SAMPLES }: { readonly samples?: number } = {},
): Promise<ServerTime> {
  let best: Omit<ServerTime, "now"> | undefined;
  for (let asked = 0; asked < Math.max(1, samples); asked++) {
    const sample = await sampleOf(clock, ask);
    if (best === undefined || sample.roundTripMs < best.roundTripMs) best = sample;
  }
  const { offsetMs, roundTripMs } = best ?? (await sampleOf(clock, ask));
  return { offsetMs, roundTripMs, now: () => clock() + offsetMs };
}

async function sampleOf(clock: () => number, ask: () => Promise<number>): Promise<Omit<ServerTime, "now">> {
  const sentAt = clock();
  const at = await ask();
  const receivedAt = clock();
  return { roundTripMs: receivedAt - sentAt, offsetMs: at - (sentAt + receivedAt) / 2 };
}
