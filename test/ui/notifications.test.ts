import { describe, expect, test } from "vitest";
import { DEFAULT_DISPLAY } from "../../src/protocol/display-settings.ts";
import { readFileSync } from "node:fs";
import { Conversation } from "../../src/ui/conversation/conversation.ts";
import { UserSettings } from "../../src/ui/conversation/user-settings.ts";
import { Notifier, type NotificationOutputs } from "../../src/ui/conversation/notifier.ts";
import { serializeMute, muteFor, parseMute, UNMUTED } from "../../src/ui/models/mute.ts";
import { notificationContent, type NotificationContent } from "../../src/ui/models/notification-content.ts";
import { titleWithUnread } from "../../src/ui/models/page-title.ts";
import { ReadMarker } from "../../src/ui/models/read-marker.ts";
import { knownNames } from "../../src/ui/models/message-mentions.ts";
import { relevanceOf, notificationChannels } from "../../src/ui/models/notification-policy.ts";
import { IN_ENGLISH } from "./support/english.ts";
import { FakeRoom } from "./support/fake-room.ts";
import { memoryStorage } from "./support/memory-storage.ts";
import { ana, badr, FakeTimers, FRAME_MS, message, messages, NOON } from "./support/sample.ts";

const HOUR_MS = 3_600_000;
const { t } = IN_ENGLISH;
const bare = (text: string) => text.replaceAll(/[\u2068\u2069]/gu, "");

describe("muting a room", () => {
  test("lasts as long as was chosen, also after a reload", () => {
    expect(muteFor("hour", NOON)).toEqual({ name: "until", at: NOON + HOUR_MS });
    expect(muteFor("workday", NOON)).toEqual({ name: "until", at: NOON + 8 * HOUR_MS });
    const stored = serializeMute(muteFor("hour", NOON));
    expect(parseMute(stored, NOON + HOUR_MS - 1).name).toBe("until");
    expect(parseMute(stored, NOON + HOUR_MS)).toEqual(UNMUTED);
    expect(parseMute(serializeMute(muteFor("always", NOON)), NOON + 1e12).name).toBe("always");
  });

  test.each([undefined, "", "soon", "NaN", "1.5", "-1", "1e400"])(
    "ignores the corrupt value %s",
    (stored) => {
      expect(parseMute(stored, NOON)).toEqual(UNMUTED);
    },
  );

  test("ends by a timer while the page is open, and is shared by all tabs", () => {
    const [storage, timers] = [memoryStorage(), new FakeTimers()];
    const open = (room = "sample-room") =>
      new UserSettings({ storage, room, theme: "auto", display: DEFAULT_DISPLAY, timers });
    const [one, two, otherRoom] = [open(), open(), open("kitchen")];
    one.muteFor("hour");
    for (const tab of [two, otherRoom]) tab.load();
    expect([one, two, otherRoom].map(({ mute }) => mute.value.name)).toEqual(["until", "until", "none"]);
    timers.advance(HOUR_MS - 1);
    expect(one.mute.value.name).toBe("until");
    timers.advance(1);
    expect([one, two].map(({ mute }) => mute.value.name)).toEqual(["none", "none"]);
    two.muteFor("always");
    one.load();
    one.unmute();
    two.load();
    expect(two.mute.value.name).toBe("none");
  });
});

describe("the notification settings", () => {
  test("are off by default, and ignore corrupt values", () => {
    const storage = memoryStorage();
    const open = () =>
      new UserSettings({
        storage,
        room: "sample-room",
        theme: "dark",
        display: DEFAULT_DISPLAY,
        timers: new FakeTimers(),
      });
    expect([open().notify.value, open().sound.value, open().theme.value]).toEqual(["off", false, "dark"]);
    open().setNotify("mentions");
    open().setSound(true);
    expect([open().notify.value, open().sound.value]).toEqual(["mentions", true]);
    storage.set("majlis:notify", "loudly");
    storage.set("majlis:theme", "<b>");
    const settings = open();
    settings.loadTheme();
    expect([settings.notify.value, settings.theme.value]).toEqual(["off", "dark"]);
  });
});

describe("the relevance of a message", () => {
  test.each([
    ["their own words", message(4, { from: ana, text: "@Ana" }), undefined, "own"],
    ["their name", message(4, { text: "look, @ana!" }), undefined, "mention"],
    ["another's name", message(4, { text: "look, @Anastasia" }), undefined, "other"],
    ["their name in code", message(4, { text: "`@Ana`" }), undefined, "other"],
    ["their name in a quote", message(4, { text: "> @Ana said" }), undefined, "other"],
    ["their name in a URL", message(4, { text: "https://social.example/@Ana" }), undefined, "other"],
    ["a longer name of another", message(4, { text: "@Ana (work)" }), undefined, "other"],
    ["their id", message(4, { text: "@Ana", mentions: [{ id: ana.id, name: "Ana" }] }), undefined, "mention"],
    [
      "the id of a namesake",
      message(4, { text: "@Ana", mentions: [{ id: "x", name: "Ana" }] }),
      undefined,
      "other",
    ],
    [
      "their id, by a name that they had",
      message(4, { text: "@Anna", mentions: [{ id: ana.id, name: "Anna" }] }),
      undefined,
      "mention",
    ],
    ["a reply to them", message(4, { replyTo: 2 }), message(2, { from: ana }), "mention"],
    ["a reply to another", message(4, { replyTo: 2 }), message(2), "other"],
  ])("%s", (_case, received, repliedTo, relevance) => {
    const names = knownNames(ana, [{ id: "w", name: "Ana (work)" }]);
    expect(relevanceOf(received, ana, { repliedTo, names })).toBe(relevance);
  });

  test.each([
    ["off", "mention", { notification: false, sound: true }],
    ["mentions", "other", { notification: false, sound: false }],
    ["mentions", "mention", { notification: true, sound: true }],
    ["all", "other", { notification: true, sound: true }],
    ["all", "own", { notification: false, sound: false }],
  ] as const)("notifications %s, a message of concern %s", (notify, relevance, ways) => {
    expect(notificationChannels(relevance, { notify, sound: true, mute: UNMUTED })).toEqual(ways);
    expect(notificationChannels(relevance, { notify, sound: true, mute: { name: "always" } })).toEqual({
      notification: false,
      sound: false,
    });
  });
});

describe("a notification", () => {
  const notifiable = (seq: number, text: string, relevance: "mention" | "other" = "other") => ({
    message: message(seq, { text }),
    relevance,
    channels: { notification: true, sound: false },
  });

  test("has the text without markup, truncated between graphemes", () => {
    expect(notificationContent([], "sample-room", t)).toBeUndefined();
    const notice = notificationContent([notifiable(4, "**Tea** is `ready` <b>now</b>")], "sample-room", t);
    expect(bare(notice?.title ?? "")).toBe(`${badr.name} in sample-room`);
    expect(notice?.body).toBe("Tea is ready <b>now</b>");
    const flags = notificationContent([notifiable(4, "🇪🇬".repeat(200))], "sample-room", t)?.body ?? "";
    expect(flags).toMatch(/^(🇪🇬)+…$/u);
  });

  test("of several messages opens the last one, or the one that mentions the reader", () => {
    const two = notificationContent([notifiable(4, "one"), notifiable(5, "two")], "sample-room", t);
    expect([bare(two?.title ?? ""), bare(two?.body ?? ""), two?.seq]).toEqual([
      "2 new messages in sample-room",
      `${badr.name}: two`,
      5,
    ]);
    const called = notificationContent(
      [notifiable(4, "@Ana", "mention"), notifiable(5, "two")],
      "sample-room",
      t,
    );
    expect([bare(called?.title ?? ""), called?.seq]).toEqual([`${badr.name} messaged you in sample-room`, 4]);
  });
});

test("the title shows the unread count up to 99+, in the reader's digits", () => {
  const arabic = (count: number) => new Intl.NumberFormat("ar-EG").format(count);
  expect([0, 3, 100].map((count) => titleWithUnread("sample-room · Majlis", count, String))).toEqual([
    "sample-room · Majlis",
    "(3) sample-room · Majlis",
    "(99+) sample-room · Majlis",
  ]);
  expect(titleWithUnread("مجلس", 3, arabic)).toBe("(٣) مجلس");
});

test("the icon for unread messages is the icon with a dot", () => {
  const [icon, withDot] = ["icon", "icon-news"].map((name) => readFileSync(`public/${name}.svg`, "utf8"));
  const dot = /\n {2}<circle cx="49"[^>]*\/>(?=\n<\/svg>)/u;
  expect(withDot).toMatch(dot);
  expect(withDot?.replace(dot, "").trim()).toBe(icon?.trim());
});

/** Records the outputs of a notifier. */
function recordOutputs() {
  const shown: NotificationContent[] = [];
  const counts: number[] = [];
  const dismissed: number[] = [];
  let sounds = 0;
  const outputs: NotificationOutputs = {
    notify: (notice) => shown.push(notice),
    sound: () => sounds++,
    dismiss: (seq) => dismissed.push(seq),
    count: (count) => counts.push(count),
  };
  return { shown, counts, dismissed, sounds: () => sounds, outputs };
}

/** Ana's page, where she has read the first three messages. */
function openPage({ isVisible = false, isLeader = true, isFirstVisit = false } = {}) {
  const [storage, timers, room] = [memoryStorage(), new FakeTimers(), new FakeRoom()];
  const page = { isVisible, isLeader, hidden: "" };
  const readMarker = new ReadMarker(storage, "sample-room");
  if (!isFirstVisit) readMarker.save(3);
  const isPageActive = () => page.isVisible;
  const conversation = new Conversation({
    room,
    ...IN_ENGLISH,
    timers,
    readMarker,
    isPageVisible: isPageActive,
    isPageActive,
  });
  const settings = new UserSettings({
    storage,
    room: "sample-room",
    theme: "auto",
    display: DEFAULT_DISPLAY,
    timers,
  });
  settings.setNotify("all");
  settings.setSound(true);
  const { shown, counts, dismissed, sounds, outputs } = recordOutputs();
  const notifier = new Notifier({
    conversation,
    settings,
    timers,
    t,
    isHidden: (member) => page.hidden === member,
    roomTitle: () => "sample-room",
    marker: readMarker,
    isPageActive,
    isLeader: async () => page.isLeader,
    outputs,
  });
  conversation.start();
  /** Handles settled promises before and after time advances. */
  const pass = async (ms = FRAME_MS) => {
    for (let turn = 0; turn < 8; turn++) await Promise.resolve();
    timers.advance(ms);
    for (let turn = 0; turn < 8; turn++) await Promise.resolve();
  };
  const join = async (log = messages(1, 3)) => {
    room.join(ana, log);
    await pass();
    notifier.start();
  };
  const bodies = () => shown.map(({ body }) => bare(body));
  return {
    room,
    page,
    mark: readMarker,
    conversation,
    settings,
    notifier,
    counts,
    dismissed,
    join,
    pass,
    bodies,
    sounds,
  };
}

describe("the notifier", () => {
  test("counts messages since the last visit without notifying, and notifies of live ones", async () => {
    const { room, join, pass, bodies, counts, sounds } = openPage();
    await join([...messages(1, 5), message(6, { from: ana })]);
    expect(counts.at(-1)).toBe(2);
    await pass(10_000);
    expect(bodies()).toEqual([]);
    room.receive(message(7));
    await pass();
    expect([bodies(), sounds(), counts.at(-1)]).toEqual([["message 7"], 1, 3]);
  });

  test("counts what came just before it starts, also more than is shown with the next frame", async () => {
    const { room, notifier, pass, counts, bodies } = openPage();
    room.join(ana, messages(1, 3));
    await pass();
    for (const each of messages(4, 30)) room.receive(each);
    notifier.start();
    expect(counts.at(-1)).toBe(27);
    await pass();
    expect(counts.at(-1)).toBe(27);
    expect(bodies()).toEqual([]);
  });

  test("counts from what another tab has read since this one was opened", async () => {
    const { mark, join, counts } = openPage({ isFirstVisit: true });
    mark.save(3);
    await join(messages(1, 5));
    expect(counts.at(-1)).toBe(2);
  });

  test("counts nothing on a first visit that no tab has read", async () => {
    const { join, counts } = openPage({ isFirstVisit: true });
    await join(messages(1, 5));
    expect(counts.at(-1)).toBe(0);
  });

  test("counts replayed messages without notifying", async () => {
    const { room, join, pass, bodies, counts } = openPage();
    await join();
    room.setState({ name: "reconnecting", since: NOON, retryAt: NOON });
    room.receive(message(4));
    room.setState({ name: "online", since: NOON });
    await pass(10_000);
    expect([bodies(), counts.at(-1)]).toEqual([[], 1]);
  });

  test("keeps counting after a reset that follows a long sleep", async () => {
    const { room, join, pass, bodies, counts } = openPage();
    await join();
    room.receive(message(4));
    await pass(5_000);
    room.emit("reset", { events: messages(1, 9), more: false });
    await pass(5_000);
    expect([bodies(), counts.at(-1)]).toEqual([["message 4"], 6]);
  });

  test("does not notify of own messages, of this tab or another", async () => {
    const { room, join, pass, bodies, counts } = openPage();
    await join();
    room.receive(message(4, { from: ana }));
    await pass(10_000);
    expect([bodies(), counts.at(-1)]).toEqual([[], 0]);
  });

  test("throttles notifications in a flood", async () => {
    const { room, join, pass, bodies, sounds } = openPage();
    await join();
    for (let seq = 4; seq < 104; seq++) room.receive(message(seq));
    await pass();
    for (let seq = 104; seq < 204; seq++) room.receive(message(seq));
    await pass(2_000);
    expect(sounds()).toBe(1);
    await pass(1_000);
    expect([sounds(), bodies().at(-1)]).toEqual([2, `${badr.name}: message 203`]);
    await pass(10_000);
    expect(sounds()).toBe(2);
    room.receive(message(204));
    await pass();
    expect([sounds(), bodies().at(-1)]).toEqual([3, "message 204"]);
  });

  test("counts without notifying in a tab that is not the leader, and while the room is muted", async () => {
    const { room, page, settings, join, pass, bodies, sounds, counts } = openPage({ isLeader: false });
    await join();
    room.receive(message(4));
    await pass(5_000);
    page.isLeader = true;
    settings.muteFor("hour");
    room.receive(message(5));
    await pass(5_000);
    expect([bodies(), sounds(), counts.at(-1)]).toEqual([[], 0, 2]);
    await pass(HOUR_MS);
    room.receive(message(6));
    await pass();
    expect([bodies(), sounds()]).toEqual([["message 6"], 1]);
  });

  test("treats a reply to an own old message as a mention, and fetches the original", async () => {
    const { room, settings, join, pass, bodies } = openPage();
    settings.setNotify("mentions");
    await join([message(1, { from: ana }), ...messages(2, 120)]);
    room.receive(message(121, { replyTo: 2 }));
    await pass(5_000);
    expect(bodies()).toEqual([]);
    room.receive(message(122, { replyTo: 1 }));
    await pass(5_000);
    expect(bodies()).toEqual(["message 122"]);
  });

  test("of many replies to old messages it fetches few originals, and none where it does not notify", async () => {
    const { room, settings, join, pass } = openPage();
    const fetched = () => room.calls.filter((call) => call.startsWith("history")).length;
    await join(messages(1, 120));
    settings.setNotify("off");
    let seq = 121;
    const receive = async (count: number) => {
      for (let index = 0; index < count; index++) room.receive(message(seq, { replyTo: 1 + (seq++ % 60) }));
      await pass(0);
    };
    await receive(20);
    expect(fetched()).toBe(0);
    settings.setNotify("mentions");
    await receive(20);
    expect(fetched()).toBe(5);
    await pass(2_000);
    await receive(20);
    expect(fetched()).toBe(7);
  });

  test("[MOD-4] removes the messages of a hidden member from count and notifications", async () => {
    const { room, join, pass, bodies, counts, dismissed } = openPage();
    await join();
    room.receive(message(4));
    await pass();
    room.receive(message(5));
    const from = { id: "o", name: "Omar" };
    room.receive({ type: "moderation", seq: 6, at: NOON, id: "h", from, act: "hide", member: badr });
    await pass(10_000);
    expect([bodies(), counts.at(-1)]).toEqual([["message 4"], 0]);
    expect(dismissed).toContain(4);
    expect(dismissed).toContain(5);
  });

  test("removes deleted messages from count and notifications", async () => {
    const { room, join, pass, bodies, counts, dismissed } = openPage();
    await join();
    const deleteMessage = (target: number, seq: number) =>
      room.receive({ type: "delete", seq, at: NOON, from: badr, id: `d${seq}`, target });
    room.receive(message(4));
    await pass();
    room.receive(message(5));
    deleteMessage(5, 6);
    room.receive(message(7));
    await pass();
    deleteMessage(7, 8);
    await pass(10_000);
    expect([bodies(), counts.at(-1), dismissed]).toEqual([["message 4"], 1, [5, 7]]);
  });

  test("counts a restored message again without notifying, unless it was read", async () => {
    const { room, mark, notifier, join, pass, bodies, counts } = openPage();
    await join();
    const about = (target: number, seq: number) => ({ seq, at: NOON, from: badr, id: `c${seq}`, target });
    room.receive(message(4));
    room.receive(message(5));
    await pass(5_000);
    const notified = bodies().length;
    mark.save(4);
    notifier.refresh();
    for (const [target, seq] of [
      [4, 6],
      [5, 8],
    ] as const) {
      room.receive({ type: "delete", ...about(target, seq) });
      room.receive({ type: "restore", ...about(target, seq + 1), text: "back" });
    }
    room.receive({ type: "delete", ...about(5, 10) });
    await pass(5_000);
    expect(counts.at(-1)).toBe(0);
    room.receive({ type: "restore", ...about(5, 11), text: "" });
    await pass(5_000);
    expect(counts.at(-1)).toBe(0);
    room.receive({ type: "restore", ...about(5, 12), text: "back" });
    await pass(5_000);
    expect([counts.at(-1), bodies().length]).toEqual([1, notified]);
  });

  test("does not count messages at the end of a visible list, but those below a reader further up", async () => {
    const { room, page, conversation, notifier, mark, join, pass, counts } = openPage({ isVisible: true });
    await join();
    room.receive(message(4));
    await pass();
    expect(counts.at(-1)).toBe(0);
    conversation.setReader("read");
    room.receive(message(5));
    await pass();
    expect(counts.at(-1)).toBe(1);
    conversation.setReader("follow");
    expect(counts.at(-1)).toBe(0);
    page.isVisible = false;
    for (const seq of [6, 7]) room.receive(message(seq));
    await pass();
    expect(counts.at(-1)).toBe(2);
    // In another tab the first of them is read.
    mark.save(6);
    notifier.refresh();
    expect(counts.at(-1)).toBe(1);
    page.isVisible = true;
    notifier.refresh();
    expect(counts.at(-1)).toBe(0);
  });
});
