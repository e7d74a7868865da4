/** Catch-up of a stream: each durable event once, in order, with the position after it (SPEC SSE-2). */
import type { CommandOf } from "../../src/protocol/commands.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RoomEvent } from "../../src/protocol/events.ts";
import type { Welcome } from "../../src/protocol/events/welcome.ts";
import { CatchUp, type StreamStep } from "../../src/worker/bridge/catch-up.ts";

const EPOCH = "abcd";
const PAGE_LIMIT = 3;

function message(seq: number): RoomEvent {
  return { type: "message", seq, at: 0, id: `c${seq}`, from: { id: "a", name: "Ana" }, text: `${seq}` };
}

function messages(from: number, to: number): RoomEvent[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => message(from + index));
}

function welcome(seq: number, recovered: boolean, epoch = EPOCH): RoomEvent {
  return { type: "welcome", position: `${epoch}.${seq}`, recovered } as Welcome;
}

function page(events: RoomEvent[], newest: number, more = false, id?: string, epoch = EPOCH): RoomEvent {
  const fields = { position: `${epoch}.${newest}`, events, more } as Extract<RoomEvent, { type: "page" }>;
  return { ...fields, type: "page", ...(id === undefined ? {} : { id }) };
}

const TYPING: RoomEvent = { type: "typing", from: { id: "a", name: "Ana" }, on: true };

/** Each step as `type`, `seq@position` or `end`. */
function describeSteps(steps: readonly StreamStep[]): string[] {
  return steps.map((step) => {
    if (step.kind === "end") return "end";
    if (step.kind === "wait") return `wait ${step.ms}`;
    const label = "seq" in step.event ? step.event.seq : step.event.type;
    return step.position === undefined ? `${label}` : `${label}@${step.position}`;
  });
}

function receiveAll(
  startPosition: string | undefined,
  ...events: RoomEvent[]
): { catchUp: CatchUp; sent: string[] } {
  const catchUp = new CatchUp(startPosition, PAGE_LIMIT);
  return { catchUp, sent: describeSteps(events.flatMap((event) => catchUp.receive(event))) };
}

describe("[SSE-2] the reader's position", () => {
  test("a new reader gets the initial page with its position, then each live event with its own", () => {
    const { sent } = receiveAll(
      undefined,
      welcome(7, false),
      page(messages(6, 7), 7),
      message(8),
      TYPING,
      message(9),
    );
    expect(sent).toEqual(["welcome", "page@abcd.7", "8@abcd.8", "typing", "9@abcd.9"]);
  });

  test("a returning reader gets the position of each replayed event", () => {
    const { sent } = receiveAll("abcd.5", welcome(7, true), message(6), message(7), message(8));
    expect(sent).toEqual(["welcome", "6@abcd.6", "7@abcd.7", "8@abcd.8"]);
  });

  test("a reader with an invalid position gets the position of the new page, even if it is lower", () => {
    const { sent } = receiveAll("zzzz.90", welcome(7, false), page(messages(6, 7), 7), message(8));
    expect(sent).toEqual(["welcome", "page@abcd.7", "8@abcd.8"]);
  });

  test("[REC-4] a malformed position is ignored, and its error is passed on", () => {
    const error: RoomEvent = { type: "error", code: "bad_position", message: "" };
    const { sent } = receiveAll("yesterday", welcome(1, false), page([message(1)], 1), error, message(2));
    expect(sent).toEqual(["welcome", "page@abcd.1", "error", "2@abcd.2"]);
  });

  test("[READ-3] a reader of an empty room starts over when the room is created", () => {
    const { sent } = receiveAll(
      undefined,
      welcome(0, false, "0"),
      page([], 0, false, undefined, "0"),
      page([], 0),
      message(1),
    );
    expect(sent).toEqual(["welcome", "page@0.0", "page@abcd.0", "1@abcd.1"]);
  });

  test("an event that was sent before is dropped", () => {
    expect(
      receiveAll("abcd.5", welcome(6, true), message(6), message(6), message(5), message(7)).sent,
    ).toEqual(["welcome", "6@abcd.6", "7@abcd.7"]);
  });

  test("a gap between events ends the stream, so that the reader reconnects and recovers", () => {
    expect(receiveAll("abcd.5", welcome(5, true), message(7)).sent).toEqual(["welcome", "end"]);
  });

  test("[EVT-2] an unknown event with a seq is sent in order", () => {
    const unknownEvent = { type: "poll_opened", seq: 6, question: "tea?" } as unknown as RoomEvent;
    expect(receiveAll("abcd.5", welcome(7, true), unknownEvent, message(7)).sent).toEqual([
      "welcome",
      "6@abcd.6",
      "7@abcd.7",
    ]);
  });
});

describe("[SSE-2] a replay that is cut off", () => {
  const more: RoomEvent = { type: "more", after: 6 };
  const historyRequest = (after: number): CommandOf<"history"> => ({
    type: "history",
    id: "pull",
    after,
    limit: PAGE_LIMIT,
  });

  test("the rest is requested one page at a time, and no event is sent twice", () => {
    const { catchUp, sent } = receiveAll("abcd.5", welcome(9, true), message(6), more);
    expect(sent).toEqual(["welcome", "6@abcd.6"]);
    expect(catchUp.nextPageRequest()).toEqual(historyRequest(6));
    expect(catchUp.nextPageRequest()).toBeUndefined();
    expect(describeSteps(catchUp.receive(page(messages(7, 8), 9, true, "pull")))).toEqual([
      "7@abcd.7",
      "8@abcd.8",
    ]);
    expect(catchUp.nextPageRequest()).toEqual(historyRequest(8));
    expect(describeSteps(catchUp.receive(page([message(9)], 9, false, "pull")))).toEqual(["9@abcd.9"]);
    expect(catchUp.nextPageRequest()).toBeUndefined();
    expect(describeSteps(catchUp.receive(message(10)))).toEqual(["10@abcd.10"]);
  });

  test("live durable events during the catch-up come from the pages, ephemeral ones are sent at once", () => {
    const { catchUp } = receiveAll("abcd.5", welcome(7, true), message(6), more);
    expect(catchUp.nextPageRequest()).toBeDefined();
    expect(describeSteps([message(8), TYPING].flatMap((event) => catchUp.receive(event)))).toEqual([
      "typing",
    ]);
    expect(describeSteps(catchUp.receive(page(messages(7, 8), 8, false, "pull")))).toEqual([
      "7@abcd.7",
      "8@abcd.8",
    ]);
  });

  test("a page that starts after a gap ends the stream", () => {
    const { catchUp } = receiveAll("abcd.5", welcome(99, true), message(6), more);
    catchUp.nextPageRequest();
    expect(describeSteps(catchUp.receive(page(messages(50, 52), 99, true, "pull")))[0]).toBe("end");
  });

  test("[HIST-3] an empty page that is not the last ends the stream, as what follows is no longer kept", () => {
    const { catchUp } = receiveAll("abcd.0", welcome(9, true), { type: "more", after: 0 });
    expect(catchUp.nextPageRequest()).toMatchObject({ after: 0 });
    expect(describeSteps(catchUp.receive(page([], 9, true, "pull")))).toEqual(["end"]);
  });

  test("[LIM-12] a page that is refused because too much was read is requested again later", () => {
    const { catchUp } = receiveAll("abcd.0", welcome(9, true), { type: "more", after: 0 });
    expect(catchUp.nextPageRequest()).toMatchObject({ after: 0 });
    const refused: RoomEvent = {
      type: "error",
      id: "pull",
      code: "rate_limited",
      message: "",
      retryAfterMs: 1_500,
    };
    expect(describeSteps(catchUp.receive(refused))).toEqual(["wait 1500"]);
    expect(catchUp.nextPageRequest()).toMatchObject({ after: 0 });
  });

  test("a refused page request ends the stream", () => {
    const { catchUp } = receiveAll("abcd.5", welcome(9, true), message(6), more);
    catchUp.nextPageRequest();
    const refusal: RoomEvent = { type: "error", id: "pull", code: "internal", message: "" };
    expect(describeSteps(catchUp.receive(refusal))).toEqual(["end"]);
  });

  test("no page is requested where nothing is missing", () => {
    expect(receiveAll("abcd.5", welcome(6, true), message(6)).catchUp.nextPageRequest()).toBeUndefined();
    expect(
      receiveAll(undefined, welcome(6, false), page([], 6, true)).catchUp.nextPageRequest(),
    ).toBeUndefined();
  });
});

/** A simulated room with a log and one reader: what either sends is queued in order, as on a socket. */
class SimulatedLink {
  readonly sent: StreamStep[] = [];
  private readonly toReader: RoomEvent[] = [];
  private readonly toRoom: CommandOf<"history">[] = [];
  private readonly catchUp: CatchUp;

  constructor(
    private newest: number,
    startPosition: number | undefined,
    pushed: number,
    private readonly pageLimit: number,
  ) {
    this.catchUp = new CatchUp(
      startPosition === undefined ? undefined : `${EPOCH}.${startPosition}`,
      pageLimit,
    );
    if (startPosition === undefined) {
      this.toReader.push(welcome(newest, false), page(messages(newest - 1, newest), newest));
      return;
    }
    const reached = Math.min(newest, startPosition + pushed);
    this.toReader.push(welcome(newest, true), ...messages(startPosition + 1, reached));
    if (reached < newest) this.toReader.push({ type: "more", after: reached });
  }

  publish(): void {
    this.toReader.push(message(++this.newest), TYPING);
  }

  /** The room answers the next request. */
  serve(): boolean {
    const command = this.toRoom.shift();
    if (command === undefined) return false;
    const after = command.after ?? 0;
    const upTo = Math.min(this.newest, after + this.pageLimit);
    this.toReader.push(page(messages(after + 1, upTo), this.newest, upTo < this.newest, command.id));
    return true;
  }

  /** The reader receives the next event. */
  deliver(): boolean {
    const event = this.toReader.shift();
    if (event === undefined) return false;
    this.sent.push(...this.catchUp.receive(event));
    return true;
  }

  /** The reader's buffer is empty: it may request a page. */
  drain(): boolean {
    const command = this.catchUp.nextPageRequest();
    if (command === undefined) return false;
    this.toRoom.push(command);
    return true;
  }

  finish(): number {
    while (this.deliver() || this.drain() || this.serve()) continue;
    return this.newest;
  }
}

test("[SSE-2] [P-2] any split of a log into replay, pages and live events is sent complete, once and in order", () => {
  const moves = fc.array(fc.constantFrom("publish", "serve", "deliver", "drain"), { maxLength: 80 });
  fc.assert(
    fc.property(
      fc.nat(40),
      fc.option(fc.nat(40), { nil: undefined }),
      fc.nat(6),
      fc.integer({ min: 1, max: 7 }),
      moves,
      (newest, behind, pushed, pageLimit, moves) => {
        const startPosition = behind === undefined ? undefined : Math.max(0, newest - behind);
        const line = new SimulatedLink(newest, startPosition, pushed, pageLimit);
        for (const move of moves as ("publish" | "serve" | "deliver" | "drain")[]) line[move]();
        const last = line.finish();
        const sent = describeSteps(line.sent).filter((label) => label !== "typing" && label !== "welcome");
        const whole = messages((startPosition ?? newest) + 1, last).map((event) =>
          "seq" in event ? `${event.seq}@${EPOCH}.${event.seq}` : "",
        );
        expect(sent).toEqual(startPosition === undefined ? [`page@${EPOCH}.${newest}`, ...whole] : whole);
      },
    ),
    { numRuns: 500 },
  );
});
