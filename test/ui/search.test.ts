import { describe, expect, test } from "vitest";
import { RoomError } from "../../src/client/room-error.ts";
import type { Message } from "../../src/protocol/events/message.ts";
import type { SearchPage } from "../../src/protocol/search-page.ts";
import { parseSearch } from "../../src/text/search-terms.ts";
import { MessageSearch } from "../../src/ui/conversation/searching.ts";
import { en } from "../../src/locales/en.ts";
import { translator } from "../../src/ui/i18n/translate.ts";
import { excerptOf } from "../../src/ui/models/search-results.ts";
import { FakeRoom } from "./support/fake-room.ts";
import { ana, FakeTimers, message, NOON } from "./support/sample.ts";

const PAUSE_MS = 250;

const searchable = (seq: number, text: string): Message => message(seq, { text });

function page(events: Message[], before?: number): SearchPage {
  return {
    position: "e.99",
    events,
    more: before !== undefined,
    ...(before === undefined ? {} : { before }),
  };
}

/** Responses that a test resolves. */
class ControlledSearches {
  readonly #waiting: {
    readonly resolve: (page: SearchPage) => void;
    readonly reject: (error: unknown) => void;
  }[] = [];
  readonly signals: (AbortSignal | undefined)[] = [];

  readonly search = ({ signal }: { readonly signal?: AbortSignal }): Promise<SearchPage> => {
    const { promise, resolve, reject } = Promise.withResolvers<SearchPage>();
    this.#waiting.push({ resolve, reject });
    this.signals.push(signal);
    return promise;
  };

  async resolve(index: number, found: SearchPage): Promise<void> {
    this.#waiting[index]?.resolve(found);
    await settled();
  }

  async reject(index: number, error: unknown): Promise<void> {
    this.#waiting[index]?.reject(error);
    await settled();
  }
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

function start() {
  const [room, timers, answers] = [new FakeRoom(), new FakeTimers(), new ControlledSearches()];
  room.searchHandler = answers.search;
  room.join(ana);
  const searching = new MessageSearch({ room, timers, t: translator({ ...en.room, ...en.lazy }, "en") });
  const stop = searching.start();
  const seqs = () => searching.results.value.map(({ seq }) => seq);
  return { room, timers, answers, searching, stop, seqs };
}

describe("a search", () => {
  test("is debounced, and shows the results", async () => {
    const { room, timers, answers, searching, seqs } = start();
    for (const text of ["t", "te", "tea", "tea "]) {
      searching.onInput(text);
      timers.advance(PAUSE_MS - 1);
    }
    expect(searching.step.value).toEqual({ name: "searching" });
    timers.advance(PAUSE_MS);
    expect(room.calls).toEqual(["search tea"]);
    await answers.resolve(0, page([searchable(9, "Tea!"), searchable(4, "teapot")]));
    expect(seqs()).toEqual([9, 4]);
    expect(searching.step.value).toEqual({ name: "found", before: undefined });
    searching.onInput("tea");
    timers.advance(PAUSE_MS);
    expect(room.calls).toHaveLength(1);
  });

  test("ignores the response to an earlier query", async () => {
    const { timers, answers, searching, seqs } = start();
    searching.onInput("tea");
    timers.advance(PAUSE_MS);
    searching.onInput("teapot");
    timers.advance(PAUSE_MS);
    expect(answers.signals[0]?.aborted).toBe(true);
    await answers.resolve(1, page([searchable(4, "teapot")]));
    await answers.resolve(0, page([searchable(9, "tea")]));
    expect(seqs()).toEqual([4]);
  });

  test("ignores a response that arrives while the user types on", async () => {
    const { timers, answers, searching, seqs } = start();
    searching.onInput("tea");
    timers.advance(PAUSE_MS);
    searching.onInput("teap");
    await answers.resolve(0, page([searchable(9, "tea")]));
    expect(seqs()).toEqual([]);
    expect(searching.step.value).toEqual({ name: "searching" });
  });

  test("has no results after the field is cleared", async () => {
    const { room, timers, answers, searching, seqs } = start();
    searching.onInput("tea");
    timers.advance(PAUSE_MS);
    await answers.resolve(0, page([searchable(9, "tea")]));
    searching.onInput(" ");
    timers.advance(PAUSE_MS);
    expect([searching.step.value.name, seqs(), room.calls.length]).toEqual(["blank", [], 1]);
    searching.onInput("tea");
    timers.advance(PAUSE_MS);
    expect(room.calls).toEqual(["search tea", "search tea"]);
  });

  test("[LOG-8] has no results after the room is cleared", async () => {
    const { room, timers, answers, searching, seqs } = start();
    searching.onInput("tea");
    timers.advance(PAUSE_MS);
    await answers.resolve(0, page([searchable(9, "tea")]));
    expect(seqs()).toEqual([9]);
    room.clearLog();
    expect(seqs()).toEqual([]);
  });

  test("appends older results", async () => {
    const { room, timers, answers, searching, seqs } = start();
    searching.onInput("tea");
    timers.advance(PAUSE_MS);
    await answers.resolve(0, page([searchable(9, "tea")], 7));
    expect(searching.step.value).toEqual({ name: "found", before: 7 });
    searching.loadMore();
    expect(room.calls.at(-1)).toBe("search tea before 7");
    await answers.resolve(1, page([searchable(3, "tea")]));
    expect(seqs()).toEqual([9, 3]);
    searching.loadMore();
    expect(room.calls).toHaveLength(2);
  });

  test("removes deleted messages from the results, and edited ones that no longer match", async () => {
    const { room, timers, answers, searching, seqs } = start();
    searching.onInput("tea");
    timers.advance(PAUSE_MS);
    await answers.resolve(
      0,
      page([searchable(9, "tea"), searchable(8, "tea too"), searchable(7, "tea three")]),
    );
    const event = { seq: 10, at: NOON, from: ana, id: "x" };
    room.receive({ type: "delete", ...event, target: 9 });
    room.receive({ type: "edit", ...event, seq: 11, target: 8, text: "coffee" });
    room.receive({ type: "edit", ...event, seq: 12, target: 7, text: "More Tea" });
    expect(seqs()).toEqual([7]);
    expect(searching.results.value[0]?.excerpt).toEqual([
      { text: "More ", marked: false },
      { text: "Tea", marked: true },
    ]);
  });
});

describe("a search that fails", () => {
  const failure = (code: string, more: { retryAfterMs?: number } = {}) =>
    new RoomError({ code, message: "No.", temporary: true, ...more });

  test("without a connection is retried once it is back", async () => {
    const { room, timers, answers, searching, seqs } = start();
    room.setState({ name: "offline", since: 0, retryAt: 0 });
    searching.onInput("tea");
    timers.advance(PAUSE_MS);
    await answers.reject(0, failure("not_connected"));
    expect(searching.step.value).toEqual({ name: "offline" });
    room.setState({ name: "online", since: 0 });
    await answers.resolve(1, page([searchable(9, "tea")]));
    expect(seqs()).toEqual([9]);
  });

  test("by the rate limit is retried after the room's delay", async () => {
    const { room, timers, answers, searching } = start();
    searching.onInput("tea");
    timers.advance(PAUSE_MS);
    await answers.reject(0, failure("rate_limited", { retryAfterMs: 2_000 }));
    expect(searching.step.value).toEqual({ name: "searching" });
    timers.advance(1_999);
    expect(room.calls).toHaveLength(1);
    timers.advance(1);
    expect(room.calls).toEqual(["search tea", "search tea"]);
    await answers.resolve(1, page([]));
    expect(searching.step.value).toEqual({ name: "found", before: undefined });
  });

  test.each([
    ["bad_request", en.lazy.searchTooMuch],
    ["overloaded", en.lazy.errorBusy],
    ["timeout", en.room.errorNoConnection],
  ])("with %s shows the error, and can be retried", async (code, message) => {
    const { timers, answers, searching, seqs } = start();
    searching.onInput("tea");
    timers.advance(PAUSE_MS);
    await answers.reject(0, failure(code));
    expect(searching.step.value).toEqual({ name: "failed", message });
    searching.retry();
    await answers.resolve(1, page([searchable(9, "tea")]));
    expect(seqs()).toEqual([9]);
  });

  test("leaves no timer and request after it is closed", async () => {
    const { room, timers, answers, searching, stop } = start();
    searching.onInput("tea");
    timers.advance(PAUSE_MS);
    searching.onInput("teapot");
    stop();
    timers.advance(PAUSE_MS);
    expect(answers.signals[0]?.aborted).toBe(true);
    expect(room.calls).toHaveLength(1);
  });
});

describe("a search excerpt", () => {
  const excerpt = (text: string, query: string) => {
    const terms = parseSearch(query, { searchQueryBytes: 999, searchTerms: 99 });
    if (!terms.ok) throw new Error(terms.failure);
    return excerptOf(text, terms.value);
  };
  const shown = (text: string, query: string) =>
    excerpt(text, query)
      .map((part) => (part.marked ? `[${part.text}]` : part.text))
      .join("");

  test("marks every match on one line, in Arabic with diacritics", () => {
    expect(shown("Tea,\nand teapots", "tea")).toBe("[Tea], and [tea]pots");
    expect(shown("في المَجْلِس شَايٌ", "مجلس شاي")).toBe("في ال[مَجْلِس شَايٌ]");
    expect(shown("nothing", "tea")).toBe("nothing");
  });

  test("has no markup", () => {
    expect(shown("> *Tea* at `noon`\n- **tea** too", "tea")).toBe("[Tea] at noon [tea] too");
  });

  test("of a long text is around the first match", () => {
    const text = `${"before ".repeat(100)}tea ${"after ".repeat(100)}`;
    expect(shown(text, "tea")).toMatch(/^…before (?:before )*\[tea\] after(?: after)*…$/u);
    expect(shown(text, "tea").length).toBeLessThan(270);
    expect(shown("x".repeat(500), "x")).toBe(`[x]${"x".repeat(199)}…`);
  });

  test("is never cut inside a grapheme cluster", () => {
    const family = "👨‍👩‍👧‍👦";
    const cut = shown(family.repeat(60), "👨");
    expect(cut.replaceAll(/[[\]…]/gu, "").replaceAll(family, "")).toBe("");
  });
});
