/** The TypeScript SDK against the protocol vectors, which the Python SDK runs too. */
import { defaultEnvironment } from "../../src/client/environment.ts";
import { makeTicket } from "../../src/client/make-ticket.ts";
import { ticketOf } from "../support/tickets.ts";
import { describe, expect, test } from "vitest";
import { Backoff } from "../../src/client/backoff.ts";
import { SendRateLimiter } from "../../src/client/send-rate-limiter.ts";
import { Replay, type ReplayStep } from "../../src/client/replay.ts";
import type { ClientErrorCode } from "../../src/client/client-errors.ts";
import { clientError, errorFromEvent } from "../../src/client/room-error.ts";
import { normalizeRoomUrl, socketAddress } from "../../src/client/room-url.ts";
import { adviceFor } from "../../src/protocol/close-advice.ts";
import { CLOSES } from "../../src/protocol/close-codes.ts";
import { decodeEvents } from "../../src/protocol/decode-events.ts";
import { ERRORS, type ErrorCode } from "../../src/protocol/errors.ts";
import type { DurableEvent } from "../../src/protocol/events/durable.ts";
import type { Page } from "../../src/protocol/events/page.ts";
import { PING_FRAME, PING_INTERVAL_MS, PONG_FRAME } from "../../src/protocol/heartbeat.ts";
import { clientLimits, DEFAULT_LIMITS, type Rate } from "../../src/protocol/limits.ts";
import { formatPosition, parsePosition } from "../../src/protocol/position.ts";
import { messageLine, roomLine } from "../../src/text/lines.ts";
import { parseText, type TextLimits } from "../../src/text/message-text.ts";
import { FakeRoom } from "../support/fake-room.ts";
import { VectorSession, type SessionVectors } from "../support/vector-session.ts";
import { ofTypeScript, readVectors } from "../support/vectors.ts";

interface Named {
  readonly name: string;
}

describe("[POS-1] positions", () => {
  const { valid, invalid } = readVectors<{
    readonly valid: readonly { readonly text: string; readonly epoch: string; readonly seq: number }[];
    readonly invalid: readonly string[];
  }>("positions");

  test.each(valid)("$text", ({ text, epoch, seq }) => {
    expect(parsePosition(text)).toEqual({ epoch, seq });
    expect(formatPosition({ epoch, seq })).toBe(text);
  });

  test.each(invalid.map((text) => [JSON.stringify(text), text]))("%s is invalid", (_, text = "") => {
    expect(parsePosition(text)).toBeUndefined();
  });
});

describe("close codes", () => {
  const closes =
    readVectors<readonly { readonly code: number; readonly advice: string; readonly name?: string }[]>(
      "closes",
    );

  test.each(closes)("after $code: $advice", ({ code, advice, name }) => {
    expect(adviceFor(code)).toBe(advice);
    const known = Object.entries(CLOSES).find(([, close]) => close.code === code)?.[0];
    expect(known).toBe(name);
  });

  test("are all among the vectors", () => {
    const known = closes.flatMap(({ name }) => (name === undefined ? [] : [name]));
    expect(known.toSorted()).toEqual(Object.keys(CLOSES).toSorted());
  });
});

describe("[ERR-1] errors", () => {
  interface ErrorVector {
    readonly code: string;
    readonly temporary: boolean;
    readonly message: string;
  }
  const { room, client } = readVectors<{
    readonly room: readonly ErrorVector[];
    readonly client: readonly ErrorVector[];
  }>("errors");

  test.each(room)("$code of the room", ({ code, temporary, message }) => {
    expect(ERRORS[code as ErrorCode]).toMatchObject({ temporary, message });
    expect(errorFromEvent({ type: "error", code, message })).toMatchObject({ code, temporary, message });
  });

  test("of the room are all among the vectors", () => {
    expect(room.map(({ code }) => code).toSorted()).toEqual(Object.keys(ERRORS).toSorted());
  });

  test.each(client)("$code of the client", ({ code, temporary, message }) => {
    expect(clientError(code as ClientErrorCode)).toMatchObject({ code, temporary, message });
  });
});

describe("limits and heartbeat", () => {
  test("the limits that a client assumes before the first welcome", () => {
    expect(clientLimits(DEFAULT_LIMITS)).toEqual(readVectors("limits"));
  });

  test("[LIVE-1] the frames of the heartbeat, and how often", () => {
    expect({ ping: PING_FRAME, pong: PONG_FRAME, intervalMs: PING_INTERVAL_MS }).toEqual(
      readVectors("heartbeat"),
    );
  });
});

describe("backoff", () => {
  type Step =
    | { readonly random: number; readonly spreadMs?: number; readonly delayMs: number }
    | { readonly startAgain: true };
  test.each(readVectors<readonly (Named & { readonly steps: readonly Step[] })[]>("backoff"))(
    "$name",
    ({ steps }) => {
      let random = 0;
      const backoff = new Backoff(() => random);
      for (const step of steps) {
        if ("startAgain" in step) {
          backoff.reset();
          continue;
        }
        random = step.random;
        expect(backoff.nextDelayMs(step.spreadMs)).toBe(step.delayMs);
      }
    },
  );
});

describe("send rate", () => {
  type Step = { readonly at: number } & (
    | { readonly rate: Rate }
    | { readonly take: 1 }
    | { readonly pauseMs: number }
    | { readonly waitMs: number }
  );
  test.each(readVectors<readonly (Named & { readonly steps: readonly Step[] })[]>("pace"))(
    "$name",
    ({ steps }) => {
      const pace = new SendRateLimiter();
      for (const step of steps) {
        if ("rate" in step) pace.setRate(step.rate, step.at);
        else if ("take" in step) pace.take();
        else if ("pauseMs" in step) pace.pause(step.at, step.pauseMs);
        else expect(pace.waitMs(step.at), JSON.stringify(step)).toBe(step.waitMs);
      }
    },
  );
});

describe("decoding", () => {
  test.each(
    readVectors<readonly (Named & { readonly frame: string; readonly kept: readonly string[] })[]>("decode"),
  )("$name", ({ frame, kept }) => {
    expect(
      decodeEvents(frame).map((event) =>
        "seq" in event && event.type !== "stored" ? `${event.type} ${event.seq}` : event.type,
      ),
    ).toEqual(kept);
  });
});

describe("texts", () => {
  const { limits, stored, refused } = readVectors<{
    readonly limits: TextLimits;
    readonly stored: readonly (Named & { readonly raw: string; readonly text: string })[];
    readonly refused: readonly (Named & { readonly raw: string; readonly code: string })[];
  }>("texts");

  test.each(stored)("$name", ({ raw, text }) => {
    expect(parseText(raw, limits)).toEqual({ ok: true, value: text });
  });

  test.each(refused)("$name is $code", ({ raw, code }) => {
    expect(parseText(raw, limits)).toEqual({ ok: false, failure: code });
  });
});

describe("addresses", () => {
  interface AddressVector extends Named {
    readonly url: string;
    readonly with?: { readonly ticket?: string; readonly position?: string; readonly deflates?: true };
    readonly room: string;
    readonly socket: string;
    readonly query?: Readonly<Record<string, string>>;
    readonly protocols?: readonly string[];
  }
  test.each(readVectors<readonly AddressVector[]>("addresses"))(
    "$name",
    ({
      url,
      with: { position = "", deflates = false, ...credentials } = {},
      room,
      socket,
      query = {},
      protocols,
    }) => {
      expect(normalizeRoomUrl(url).href).toBe(room);
      const key = { session: "s1", generation: 2 };
      const join = { ...credentials, ...key, deflates, position: parsePosition(position) };
      const address = socketAddress(normalizeRoomUrl(url), join);
      expect(address.url.split("?")[0]).toBe(socket);
      expect(Object.fromEntries(new URL(address.url).searchParams)).toEqual({
        ...query,
        session: "s1",
        generation: "2",
      });
      expect(address.protocols).toEqual(protocols ?? ["majlis.v1"]);
    },
  );
});

describe("tickets", () => {
  interface TicketVector extends Named {
    readonly ticketKey: string;
    readonly session: string;
    readonly generation: number;
    /** the room's clock, in ms since 1970 */
    readonly now: number;
    readonly ticket: string;
  }
  const { hmacSha256 } = defaultEnvironment();
  if (hmacSha256 === undefined) throw new Error("no WebCrypto");
  test.each(readVectors<readonly TicketVector[]>("tickets"))(
    "$name",
    async ({ ticketKey, ticket, now, ...use }) => {
      expect(await makeTicket(hmacSha256, ticketKey, use, now)).toBe(ticket);
      expect(ticketOf(ticketKey, now, use)).toBe(ticket);
    },
  );
});

describe("lines", () => {
  const { messages, room } = readVectors<{
    readonly messages: readonly (Named & {
      readonly by: string;
      readonly text: string;
      readonly line: string;
    })[];
    readonly room: readonly (Named & { readonly text: string; readonly line: string })[];
  }>("lines");

  test.each(messages)("$name", ({ by, text, line }) => expect(messageLine(by, text)).toBe(line));

  test.each(room)("$name", ({ text, line }) => expect(roomLine(text)).toBe(line));
});

describe("replay", () => {
  interface PageVector {
    readonly seqs: readonly number[];
    readonly position: string;
    readonly more: boolean;
  }
  type Step =
    | { readonly position: string | null }
    | ({ readonly then: readonly (number | string)[] } & (
        | { readonly welcome: { readonly position: string; readonly recovered: boolean } }
        | { readonly newestPage: PageVector }
        | { readonly event: number; readonly type?: string }
        | { readonly pulled: PageVector }
        | { readonly more: true }
        | { readonly pullFailed: true }
        | { readonly lost: true }
      ));

  const durable = (seq: number, type = "message") =>
    ({ type, seq, at: 0, from: { id: "bo", name: "Bo" }, id: `b${seq}`, text: `${seq}` }) as DurableEvent;

  const page = ({ seqs, position, more }: PageVector): Page => ({
    type: "page",
    position,
    events: seqs.map((seq) => durable(seq)),
    more,
  });

  const summarize = (steps: readonly ReplayStep[]) =>
    steps.map((step) => {
      if (step.do === "deliver") return step.event.seq;
      if (step.do === "caught_up") return "whole";
      return step.do === "pull" ? `pull ${step.after}` : step.do;
    });

  function runStep(
    replay: Replay,
    step: Exclude<Step, { readonly position: string | null }>,
  ): readonly ReplayStep[] {
    if ("welcome" in step)
      return replay.welcome({
        ...new FakeRoom().welcome({ id: "m1", name: "Ana" }, step.welcome.recovered),
        position: step.welcome.position,
      });
    if ("newestPage" in step) return replay.newestPage(page(step.newestPage));
    if ("event" in step) return replay.event(durable(step.event, step.type));
    if ("pulled" in step) return replay.pulled(page(step.pulled));
    if ("more" in step) return replay.more();
    if ("pullFailed" in step) return replay.pullFailed();
    replay.lost();
    return [];
  }

  test.each(readVectors<readonly (Named & { readonly steps: readonly Step[] })[]>("replay"))(
    "$name",
    ({ steps }) => {
      const replay = new Replay();
      for (const step of steps) {
        if ("position" in step) {
          const { position } = replay;
          expect(position === undefined ? null : formatPosition(position)).toBe(step.position);
        } else expect(summarize(runStep(replay, step)), JSON.stringify(step)).toEqual(step.then);
      }
    },
  );
});

describe("sessions", () => {
  const { welcome, scripts } = readVectors<SessionVectors>("sessions");

  test.each(ofTypeScript(scripts))("$name", async ({ steps }) => {
    await new VectorSession(welcome).run(steps);
  });
});
