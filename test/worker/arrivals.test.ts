import { expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../../src/protocol/limits.ts";
import { withFrozenClock } from "../support/runtime/frozen-clock.ts";
import { Guest } from "../support/runtime/guest.ts";
import { bearerAuth, fetchWorker } from "../support/runtime/worker-requests.ts";

const { burst } = DEFAULT_LIMITS.memberJoinRate;
const SENTENCE = `At most 10 joins a second from one member, in bursts of ${burst}.`;

/** A member who has joined as often as they may for now, and their token. */
async function restlessMember(room: string): Promise<string> {
  const { self } = await (await Guest.join(room, { name: "Mal" })).next("welcome");
  // Each replaces the one before, so that one connection stays.
  const query = { session: "one" };
  for (let join = 0; join < 3 * burst; join++) {
    const guest = await Guest.join(room, { token: self.token, query });
    if ((await guest.nextFrame()).includes('"error"')) return self.token;
  }
  throw new Error("joins are not limited");
}

test("[JOIN-7] [LIM-9] a socket is sent the error with the pause, then closed with the sentence", () =>
  withFrozenClock(async () => {
    const token = await restlessMember("restless-socket");
    const guest = await Guest.join("restless-socket", { token });
    expect(await guest.untilClosed()).toEqual({ code: 4002, reason: SENTENCE });
    expect(guest.frames.map((frame) => JSON.parse(frame) as unknown)).toEqual([
      { type: "error", code: "rate_limited", message: SENTENCE, retryAfterMs: 1_000 },
    ]);
  }));

test("[JOIN-7] [LIM-9] plain text learns the reason from the close alone", () =>
  withFrozenClock(async () => {
    const token = await restlessMember("restless-text");
    const guest = await Guest.join("restless-text", { token, protocols: ["majlis.text"] });
    expect(await guest.untilClosed()).toEqual({ code: 4002, reason: SENTENCE });
    expect(guest.frames).toEqual([]);
  }));

test.each([
  ["stream", "events"],
  ["poll", "messages?after=&wait=1"],
])("[JOIN-7] [SSE-5] [LIM-9] a %s is refused with a problem and Retry-After", (name, path) =>
  withFrozenClock(async () => {
    const room = `restless-${name}`;
    const token = await restlessMember(room);
    const answer = await fetchWorker(`/r/${room}/${path}`, bearerAuth(token));
    expect(answer.status).toBe(429);
    expect(answer.headers.get("Retry-After")).toBe("1");
    expect(await answer.json()).toMatchObject({ code: "rate_limited", detail: SENTENCE });
  }),
);
