import { describe, expect, test } from "vitest";
import { RoomError } from "../../src/client/room-error.ts";
import { ar } from "../../src/locales/ar.ts";
import { en } from "../../src/locales/en.ts";
import { readConversation, type ReaderParts } from "../../src/ui/conversation/conversation-reader.ts";
import { formats } from "../../src/ui/i18n/formats.ts";
import { translator } from "../../src/ui/i18n/translate.ts";
import { conversationFile, type FileFormat } from "../../src/ui/models/conversation-file.ts";
import { FakeRoom } from "./support/fake-room.ts";
import { ana, badr, FakeTimers, message, messages } from "./support/sample.ts";

const NEVER = new AbortController().signal;

function reading(room: FakeRoom, more: Partial<ReaderParts> = {}) {
  const counts: number[] = [];
  const timers = new FakeTimers();
  const parts = {
    room,
    timers,
    signal: NEVER,
    onProgress: (count: number) => void counts.push(count),
    ...more,
  };
  return { counts, timers, done: readConversation(parts) };
}

describe("reading a conversation", () => {
  test("reads all pages, oldest first", async () => {
    const room = new FakeRoom();
    room.log = messages(1, 450);
    const { counts, done } = reading(room);
    expect((await done).map(({ seq }) => seq)).toEqual(messages(1, 450).map(({ seq }) => seq));
    expect(counts).toEqual([200, 400, 450]);
    expect(await reading(new FakeRoom()).done).toEqual([]);
  });

  test("waits as long as the room says, and gives up on a lasting failure", async () => {
    const room = new FakeRoom();
    room.log = messages(1, 3);
    const { history } = room;
    let failures = 2;
    room.history = async (request) => {
      if (failures-- > 0)
        throw new RoomError({ code: "rate_limited", message: "", temporary: true, retryAfterMs: 700 });
      return history.call(room, request);
    };
    const { timers, done } = reading(room);
    for (let wait = 0; wait < 2; wait++) {
      await new Promise(setImmediate);
      timers.advance(700);
    }
    expect(await done).toHaveLength(3);

    room.history = () => Promise.reject(new RoomError({ code: "forbidden", message: "", temporary: false }));
    await expect(reading(room).done).rejects.toThrow(RoomError);
  });

  test("can be cancelled between two pages", async () => {
    const room = new FakeRoom();
    room.log = messages(1, 450);
    const controller = new AbortController();
    const { done } = reading(room, { signal: controller.signal, onProgress: () => controller.abort() });
    await expect(done).rejects.toThrow("aborted");
    expect(room.calls).toEqual(["history before Infinity"]);
  });

  test("starts again if the room is created again meanwhile", async () => {
    const room = new FakeRoom();
    room.log = messages(1, 450);
    const { history } = room;
    let pages = 0;
    room.history = async (request) => {
      const page = await history.call(room, request);
      if (++pages < 2) return page;
      room.log = messages(1, 2);
      return { ...page, position: "new.2" };
    };
    expect(await reading(room).done).toHaveLength(2);
  });
});

describe("the file of a conversation", () => {
  const at = new Date(2026, 10, 29, 8, 5).getTime();
  const file = (format: FileFormat, language: "en" | "ar", list: readonly ReturnType<typeof message>[]) =>
    conversationFile(list, format, {
      room: "tea",
      url: "https://rooms.example/r/tea",
      now: at,
      t: translator(language === "en" ? en.room : ar.room, language),
      formats: formats(language === "en" ? "en-GB" : "ar-EG"),
    });
  const conversation = [
    message(1, { at, from: { id: ana.id, name: "Ana" }, text: "Shall we have *tea*?\nOr coffee?" }),
    message(2, {
      at: at + 60_000,
      text: "نعم",
      replyTo: 1,
      reactions: [{ emoji: "👍", count: 2, names: [] }],
    }),
    message(3, { at: at + 86_400_000, text: "", deleted: true }),
    message(4, { at: at + 86_400_000, text: "See you", editedAt: at + 86_500_000, replyTo: 3 }),
  ];

  test("is named after the room and the day", () => {
    expect(file("text", "en", []).name).toBe("tea-2026-11-29.txt");
    expect(file("json", "en", []).name).toBe("tea-2026-11-29.jsonl");
  });

  test("has days, authors, times, replies, reactions and what was edited or deleted, as text", () => {
    expect(file("text", "en", conversation).content.replaceAll("day,", "day")).toBe(
      [
        "tea\nhttps://rooms.example/r/tea\n",
        "## Sunday 29 November 2026\n",
        "Ana · 08:05\nShall we have *tea*?\nOr coffee?\n",
        `${badr.name} · 08:06\n> Ana: Shall we have tea? Or coffee?\nنعم\n👍 2\n`,
        "## Monday 30 November 2026\n",
        `${badr.name} · 08:05\n${en.room.deleted}\n`,
        `${badr.name} · 08:05 · edited\n> ${badr.name}: ${en.room.deleted}\nSee you\n`,
      ].join("\n"),
    );
  });

  test("is in the words, digits and calendar of the interface, without invisible characters", () => {
    const { content } = file("text", "ar", conversation);
    expect(content).toContain("## الأحد، ٢٩ نوفمبر ٢٠٢٦");
    expect(content).toContain(`${badr.name} · ٨:٠٦ ص`);
    expect(content).toContain("👍 ٢");
    expect(content).toContain(ar.room.deleted);
    expect(content).not.toMatch(/[\u2066-\u2069]/u);
  });

  test("has every message as the room sends it, a line each, as JSON", () => {
    const lines = file("json", "en", conversation).content.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(conversation);
  });
});
