import { describe, expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { Conversation } from "../../src/ui/conversation/conversation.ts";
import { Settings } from "../../src/ui/conversation/settings.ts";
import { Telling } from "../../src/ui/conversation/telling.ts";
import { en } from "../../src/ui/i18n/en.ts";
import { enLate } from "../../src/ui/i18n/en-late.ts";
import { translator } from "../../src/ui/i18n/translate.ts";
import { keptMute, muteFor, muteFrom, UNMUTED } from "../../src/ui/models/mute.ts";
import { noticeOf, type Notice } from "../../src/ui/models/notice.ts";
import { titleWithNews } from "../../src/ui/models/page-title.ts";
import { ReadMark } from "../../src/ui/models/read-mark.ts";
import { concernOf, waysToTell } from "../../src/ui/models/what-tells.ts";
import { FakeRoom } from "./support/fake-room.ts";
import { memoryStorage } from "./support/memory-storage.ts";
import { ana, badr, FakeTimers, FRAME_MS, message, messages, NOON } from "./support/sample.ts";

const HOUR_MS = 3_600_000;
const t = translator({ ...en, ...enLate }, "en");
const bare = (text: string) => text.replaceAll(/[\u2068\u2069]/gu, "");

describe("muting a room", () => {
  test("lasts as long as was chosen, also for the page that is opened later", () => {
    expect(muteFor("hour", NOON)).toEqual({ name: "until", at: NOON + HOUR_MS });
    expect(muteFor("workday", NOON)).toEqual({ name: "until", at: NOON + 8 * HOUR_MS });
    const kept = keptMute(muteFor("hour", NOON));
    expect(muteFrom(kept, NOON + HOUR_MS - 1).name).toBe("until");
    expect(muteFrom(kept, NOON + HOUR_MS)).toEqual(UNMUTED);
    expect(muteFrom(keptMute(muteFor("always", NOON)), NOON + 1e12).name).toBe("always");
  });

  test.each([undefined, "", "soon", "NaN", "1.5", "-1", "1e400"])(
    "is not done by what is spoilt: %s",
    (kept) => {
      expect(muteFrom(kept, NOON)).toEqual(UNMUTED);
    },
  );

  test("ends by itself while the page is open, and is known in every tab", () => {
    const [storage, timers] = [memoryStorage(), new FakeTimers()];
    const open = (room = "salon") => new Settings({ storage, room, theme: "auto", timers });
    const [one, two, elsewhere] = [open(), open(), open("kitchen")];
    one.muteFor("hour");
    for (const tab of [two, elsewhere]) tab.read();
    expect([one, two, elsewhere].map(({ mute }) => mute.value.name)).toEqual(["until", "until", "none"]);
    timers.pass(HOUR_MS - 1);
    expect(one.mute.value.name).toBe("until");
    timers.pass(1);
    expect([one, two].map(({ mute }) => mute.value.name)).toEqual(["none", "none"]);
    two.muteFor("always");
    one.read();
    one.unmute();
    two.read();
    expect(two.mute.value.name).toBe("none");
  });
});

describe("what is chosen", () => {
  test("is nothing that disturbs until somebody chooses it, and spoilt values are no choice", () => {
    const storage = memoryStorage();
    const open = () => new Settings({ storage, room: "salon", theme: "dark", timers: new FakeTimers() });
    expect([open().notify.value, open().sound.value, open().theme.value]).toEqual(["off", false, "dark"]);
    open().setNotify("mentions");
    open().setSound(true);
    expect([open().notify.value, open().sound.value]).toEqual(["mentions", true]);
    storage.set("majlis:notify", "loudly");
    storage.set("majlis:theme", "<b>");
    const settings = open();
    settings.readTheme();
    expect([settings.notify.value, settings.theme.value]).toEqual(["off", "dark"]);
  });
});

describe("what concerns whom", () => {
  test.each([
    ["their own words", message(4, { from: ana, text: "@Ana" }), undefined, "own"],
    ["their name", message(4, { text: "look, @ana!" }), undefined, "mention"],
    ["another's name", message(4, { text: "look, @Anastasia" }), undefined, "other"],
    ["a reply to them", message(4, { replyTo: 2 }), message(2, { from: ana }), "mention"],
    ["a reply to another", message(4, { replyTo: 2 }), message(2), "other"],
  ])("%s", (_what, said, answered, concern) => {
    expect(concernOf(said, ana, answered)).toBe(concern);
  });

  test.each([
    ["off", "mention", { notification: false, sound: true }],
    ["mentions", "other", { notification: false, sound: false }],
    ["mentions", "mention", { notification: true, sound: true }],
    ["all", "other", { notification: true, sound: true }],
    ["all", "own", { notification: false, sound: false }],
  ] as const)("notifications %s, a message of concern %s", (notify, concern, ways) => {
    expect(waysToTell(concern, { notify, sound: true, mute: UNMUTED })).toEqual(ways);
    expect(waysToTell(concern, { notify, sound: true, mute: { name: "always" } })).toEqual({
      notification: false,
      sound: false,
    });
  });
});

describe("a notification", () => {
  const told = (seq: number, text: string, concern: "mention" | "other" = "other") => ({
    message: message(seq, { text }),
    concern,
    ways: { notification: true, sound: false },
  });

  test("says plainly what was said, without markup, cut between characters", () => {
    expect(noticeOf([], "salon", t)).toBeUndefined();
    const notice = noticeOf([told(4, "**Tea** is `ready` <b>now</b>")], "salon", t);
    expect(bare(notice?.title ?? "")).toBe(`${badr.name} in salon`);
    expect(notice?.body).toBe("Tea is ready <b>now</b>");
    const flags = noticeOf([told(4, "🇪🇬".repeat(200))], "salon", t)?.body ?? "";
    expect(flags).toMatch(/^(🇪🇬)+…$/u);
  });

  test("of many at once leads to the last, or to the one that calls the reader", () => {
    const two = noticeOf([told(4, "one"), told(5, "two")], "salon", t);
    expect([bare(two?.title ?? ""), bare(two?.body ?? ""), two?.seq]).toEqual([
      "2 new messages in salon",
      `${badr.name}: two`,
      5,
    ]);
    const called = noticeOf([told(4, "@Ana", "mention"), told(5, "two")], "salon", t);
    expect([bare(called?.title ?? ""), called?.seq]).toEqual([`${badr.name} calls you in salon`, 4]);
  });
});

test("the title counts, in the reader's digits, to where nobody counts any more", () => {
  const arabic = (count: number) => new Intl.NumberFormat("ar-EG").format(count);
  expect([0, 3, 100].map((count) => titleWithNews("salon · Majlis", count, String))).toEqual([
    "salon · Majlis",
    "(3) salon · Majlis",
    "(99+) salon · Majlis",
  ]);
  expect(titleWithNews("مجلس", 3, arabic)).toBe("(٣) مجلس");
});

test("the icon that tells of news is the icon, and a dot on it", () => {
  const [icon, withNews] = ["icon", "icon-news"].map((name) => readFileSync(`public/${name}.svg`, "utf8"));
  const dot = /\n {2}<circle cx="49"[^>]*\/>(?=\n<\/svg>)/u;
  expect(withNews).toMatch(dot);
  expect(withNews?.replace(dot, "").trim()).toBe(icon?.trim());
});

/** Ana's page, where she has read the first three messages. */
function open({ seen = false, teller = true } = {}) {
  const [storage, timers, room] = [memoryStorage(), new FakeTimers(), new FakeRoom()];
  const page = { seen, teller };
  const mark = new ReadMark(storage, "salon");
  mark.save(3);
  const isSeen = () => page.seen;
  const conversation = new Conversation({ room, t, timers, mark, isSeen });
  const settings = new Settings({ storage, room: "salon", theme: "auto", timers });
  settings.setNotify("all");
  settings.setSound(true);
  const shown: Notice[] = [];
  const counts: number[] = [];
  const forgotten: number[] = [];
  let tones = 0;
  const telling = new Telling({
    conversation,
    settings,
    timers,
    t,
    roomName: "salon",
    mark,
    isSeen,
    isTeller: async () => page.teller,
    voices: {
      notify: (notice) => shown.push(notice),
      sound: () => tones++,
      forget: (seq) => forgotten.push(seq),
      count: (count) => counts.push(count),
    },
  });
  conversation.follow();
  /** Lets what waits for answers go on, and then time pass. */
  const pass = async (ms = FRAME_MS) => {
    for (let turn = 0; turn < 8; turn++) await Promise.resolve();
    timers.pass(ms);
    for (let turn = 0; turn < 8; turn++) await Promise.resolve();
  };
  const join = async (log = messages(1, 3)) => {
    room.join(ana, log);
    await pass();
    telling.follow();
  };
  const bodies = () => shown.map(({ body }) => bare(body));
  return {
    room,
    page,
    mark,
    conversation,
    settings,
    telling,
    counts,
    forgotten,
    join,
    pass,
    bodies,
    tones: () => tones,
  };
}

describe("telling", () => {
  test("counts what came since the last visit, calls for none of it, and for what is said then", async () => {
    const { room, join, pass, bodies, counts, tones } = open();
    await join([...messages(1, 5), message(6, { from: ana })]);
    expect(counts.at(-1)).toBe(2);
    await pass(10_000);
    expect(bodies()).toEqual([]);
    room.hear(message(7));
    await pass();
    expect([bodies(), tones(), counts.at(-1)]).toEqual([["message 7"], 1, 3]);
  });

  test("is silent about what a replay brings, though it counts", async () => {
    const { room, join, pass, bodies, counts } = open();
    await join();
    room.enter({ name: "reconnecting", since: NOON, retryAt: NOON });
    room.hear(message(4));
    room.enter({ name: "online", since: NOON });
    await pass(10_000);
    expect([bodies(), counts.at(-1)]).toEqual([[], 1]);
  });

  test("goes on counting where the page has to start afresh after a long sleep", async () => {
    const { room, join, pass, bodies, counts } = open();
    await join();
    room.hear(message(4));
    await pass(5_000);
    room.tell("reset", { events: messages(1, 9), more: false });
    await pass(5_000);
    expect([bodies(), counts.at(-1)]).toEqual([["message 4"], 6]);
  });

  test("is silent about one's own words, of this tab or another", async () => {
    const { room, join, pass, bodies, counts } = open();
    await join();
    room.hear(message(4, { from: ana }));
    await pass(10_000);
    expect([bodies(), counts.at(-1)]).toEqual([[], 0]);
  });

  test("tells of a flood now and then, and not with every message", async () => {
    const { room, join, pass, bodies, tones } = open();
    await join();
    for (let seq = 4; seq < 104; seq++) room.hear(message(seq));
    await pass();
    for (let seq = 104; seq < 204; seq++) room.hear(message(seq));
    await pass(2_000);
    expect(tones()).toBe(1);
    await pass(1_000);
    expect([tones(), bodies().at(-1)]).toEqual([2, `${badr.name}: message 203`]);
    await pass(10_000);
    expect(tones()).toBe(2);
    room.hear(message(204));
    await pass();
    expect([tones(), bodies().at(-1)]).toEqual([3, "message 204"]);
  });

  test("tells of nothing where another tab does, or while the room is muted, and counts all the same", async () => {
    const { room, page, settings, join, pass, bodies, tones, counts } = open({ teller: false });
    await join();
    room.hear(message(4));
    await pass(5_000);
    page.teller = true;
    settings.muteFor("hour");
    room.hear(message(5));
    await pass(5_000);
    expect([bodies(), tones(), counts.at(-1)]).toEqual([[], 0, 2]);
    await pass(HOUR_MS);
    room.hear(message(6));
    await pass();
    expect([bodies(), tones()]).toEqual([["message 6"], 1]);
  });

  test("takes a reply to an old message of yours for a call, and asks the room whose it was", async () => {
    const { room, settings, join, pass, bodies } = open();
    settings.setNotify("mentions");
    await join([message(1, { from: ana }), ...messages(2, 120)]);
    room.hear(message(121, { replyTo: 2 }));
    await pass(5_000);
    expect(bodies()).toEqual([]);
    room.hear(message(122, { replyTo: 1 }));
    await pass(5_000);
    expect(bodies()).toEqual(["message 122"]);
  });

  test("forgets what was taken back", async () => {
    const { room, join, pass, bodies, counts, forgotten } = open();
    await join();
    const takeBack = (target: number, seq: number) =>
      room.hear({ type: "delete", seq, at: NOON, from: badr, id: `d${seq}`, target });
    room.hear(message(4));
    await pass();
    room.hear(message(5));
    takeBack(5, 6);
    room.hear(message(7));
    await pass();
    takeBack(7, 8);
    await pass(10_000);
    expect([bodies(), counts.at(-1), forgotten]).toEqual([["message 4"], 1, [5, 7]]);
  });

  test("counts nothing where the reader sees it come, and what comes while they read elsewhere", async () => {
    const { room, page, conversation, telling, mark, join, pass, counts } = open({ seen: true });
    await join();
    room.hear(message(4));
    await pass();
    expect(counts.at(-1)).toBe(0);
    conversation.readerIs("read");
    room.hear(message(5));
    await pass();
    expect(counts.at(-1)).toBe(1);
    conversation.readerIs("follow");
    expect(counts.at(-1)).toBe(0);
    page.seen = false;
    for (const seq of [6, 7]) room.hear(message(seq));
    await pass();
    expect(counts.at(-1)).toBe(2);
    // In another tab the first of them is read.
    mark.save(6);
    telling.looked();
    expect(counts.at(-1)).toBe(1);
    page.seen = true;
    telling.looked();
    expect(counts.at(-1)).toBe(0);
  });
});
