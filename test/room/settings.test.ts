/** A room's settings (SPEC SET-1 to SET-3, SET-6). */
import { describe, expect, test } from "vitest";
import { decodeCommand } from "../../src/protocol/decode-command.ts";
import { roomSettingsSchema } from "../../src/protocol/events/settings.ts";
import { SETTINGS, settingOf, type RoomSettings } from "../../src/protocol/settings.ts";
import { TestRoom } from "../support/test-room.ts";

function configure(room: TestRoom, ownerKey: string, settings: RoomSettings, id = "c") {
  return room.sendOverHttp(ownerKey, { type: "configure", id, settings });
}

/** What the frame of a `configure` with these settings is decoded to. */
function decoded(settings: unknown): unknown {
  const result = decodeCommand(JSON.stringify({ type: "configure", id: "c", settings }), 32);
  if (!result.ok) return result.failure.message;
  return result.value.type === "configure" ? result.value.settings : undefined;
}

test("[SET-2] every setting has a schema and a default, which the schema accepts", () => {
  expect(Object.keys(roomSettingsSchema.shape)).toEqual(Object.keys(SETTINGS));
  for (const [name, { default: value }] of Object.entries(SETTINGS))
    expect(roomSettingsSchema.parse({ [name]: value })).toEqual({ [name]: value });
});

test.each([
  [{ title: "  Tea \n house " }, { title: "Tea house" }],
  [{ title: "" }, { title: "" }],
  [{ language: "AR-eg" }, { language: "ar-EG" }],
  [{ language: "zh-hant" }, { language: "zh-Hant" }],
  [{ language: "" }, { language: "" }],
  ...["arabic!", "a", "ar_EG", "en-US ", "x".repeat(9), `en-x-${"a2345678-".repeat(4)}b`].map(
    (language): [unknown, unknown] => [
      { language },
      '"settings.language" of "configure" must be the tag of a language, such as "ar" or "pt-BR".',
    ],
  ),
  [{ title: "😀".repeat(100) }, { title: "😀".repeat(100) }],
  [{ slowModeSeconds: 21_600 }, { slowModeSeconds: 21_600 }],
  [{ topic: "tea", write: null }, { topic: "tea" }],
  [
    { title: "x".repeat(101) },
    '"settings.title" of "configure" must be a line of at most 100 visible characters.',
  ],
  [{ title: "a\u0007" }, '"settings.title" of "configure" must be a line of at most 100 visible characters.'],
  [{ topic: 7 }, '"settings.topic" of "configure" must be string.'],
  [{ write: "all" }, '"settings.write" of "configure" must be everyone, members or moderators.'],
  [{ write: "toString" }, '"settings.write" of "configure" must be everyone, members or moderators.'],
  [
    { slowModeSeconds: 21_601 },
    '"settings.slowModeSeconds" of "configure" must be a whole number from 0 to 21600.',
  ],
  [
    { slowModeSeconds: -1 },
    '"settings.slowModeSeconds" of "configure" must be a whole number from 0 to 21600.',
  ],
  [{ read: "all" }, '"settings.read" of "configure" must be everyone, members or moderators.'],
  [
    { embedOrigins: ["https://shop.example", "http://localhost:8080"] },
    { embedOrigins: ["https://shop.example", "http://localhost:8080"] },
  ],
  [
    { embedOrigins: Array.from({ length: 21 }, (_, count) => `https://shop${count}.example`) },
    '"settings.embedOrigins" of "configure" must be a list of at most 20 origins.',
  ],
  [{ guestLinks: "no" }, '"settings.guestLinks" of "configure" must be boolean.'],
  [{ topic: "tea", wirte: "members" }, '"settings" of "configure" has no "wirte".'],
  [JSON.parse('{"__proto__":{"write":"members"}}'), '"settings" of "configure" has no "__proto__".'],
  [{}, '"settings" of "configure" must be at least one setting.'],
  [{ write: null }, '"settings" of "configure" must be at least one setting.'],
  [[], '"settings" of "configure" must be object.'],
])("[SET-2] the settings %j are decoded to %j", (settings, expected) => {
  expect(decoded(settings)).toEqual(expected);
});

test.each([
  "https://shop.example/",
  "*",
  "https://*.example",
  "null",
  "shop.example",
  "HTTPS://shop.example",
])("[SET-2] %j is no origin of embedOrigins", (origin) => {
  expect(decoded({ embedOrigins: [origin] })).toBe(
    '"settings.embedOrigins.0" of "configure" must be an origin, such as "https://shop.example".',
  );
});

describe("[SET-1] the settings of a room", () => {
  test("are in the welcome, in the view and in the event that everyone receives", () => {
    const room = new TestRoom();
    const ownerKey = room.own({ title: "Tea house" });
    const ana = room.join("Ana");
    expect(ana.last("welcome").room).toEqual({ name: "tea", settings: { title: "Tea house" } });
    configure(room, ownerKey, { topic: "شاي", slowModeSeconds: 5 });
    const settings = { title: "Tea house", topic: "شاي", slowModeSeconds: 5 };
    expect(ana.last("settings")).toMatchObject({ settings, from: { name: "Owner" } });
    room.evict();
    expect(room.read.view().settings).toEqual(settings);
    expect(room.join("Bo").last("welcome").room.settings).toEqual(settings);
    expect(room.joinInvisible().last("welcome").room.settings).toEqual(settings);
  });

  test("leave out what is the default", () => {
    const room = new TestRoom();
    const ownerKey = room.own({ title: "Tea house", guestLinks: true });
    expect(room.read.view().settings).toEqual({ title: "Tea house" });
    configure(room, ownerKey, { embedOrigins: ["https://shop.example"] }, "c1");
    configure(room, ownerKey, { title: "", guestLinks: false, embedOrigins: [] }, "c2");
    const { settings } = room.read.view();
    expect(settings).toEqual({ guestLinks: false });
    expect([settingOf(settings, "title"), settingOf(settings, "guestLinks")]).toEqual(["", false]);
  });

  test("that a later release stored do not cost those that this one knows", () => {
    const room = new TestRoom();
    room.own({ topic: "tea" });
    room.database
      .prepare("UPDATE authority SET settings = ?")
      .run('{"topic":"tea","dance":true,"write":"friends"}');
    room.evict();
    expect(room.read.view().settings).toEqual({ topic: "tea" });
  });

  test("[SET-2] are changed once, however often that is sent", () => {
    const room = new TestRoom();
    const ownerKey = room.own();
    configure(room, ownerKey, { topic: "tea" }, "1");
    configure(room, ownerKey, { topic: "coffee" }, "2");
    expect(configure(room, ownerKey, { topic: "tea" }, "1")).toEqual([{ type: "stored", id: "1", seq: 1 }]);
    expect(room.read.view().settings).toEqual({ topic: "coffee" });
  });
});

test("[SET-3] a moderator may change some settings, and nothing where one of them is the owner's", () => {
  const room = new TestRoom();
  const ownerKey = room.own();
  const bo = room.join("Bo");
  room.giveRole(ownerKey, bo.session.member, "moderator");
  const names = Object.keys(SETTINGS) as (keyof typeof SETTINGS)[];
  const allowed = names.filter((name) => {
    const [answer] = bo.send({ type: "configure", id: name, settings: { [name]: SETTINGS[name].default } });
    return answer?.type === "settings";
  });
  expect(allowed).toEqual(["announcement", "write", "slowModeSeconds"]);
  expect(
    bo.send({ type: "configure", id: "both", settings: { write: "members", topic: "x" } }),
  ).toMatchObject([{ code: "forbidden", message: 'Only the owner may change "topic".' }]);
  expect(room.read.view().settings).toEqual({});
});

describe("[SET-6] without links of guests", () => {
  const texts = [
    "see https://site.example/x",
    "**[a](https://site.example)** www.site.example",
    "> a@site.example",
  ];

  test.each(texts)("a guest's %j is refused, also as an edit", (text) => {
    const room = new TestRoom();
    room.own({ guestLinks: false });
    const ana = room.join("Ana");
    expect(ana.publish(text)).toMatchObject([
      { code: "forbidden", message: "Guests may not send links here." },
    ]);
    ana.publish("no link");
    expect(ana.send({ type: "edit", id: "e", seq: 1, text })).toMatchObject([{ code: "forbidden" }]);
    expect(room.post(text)).toMatchObject({ failure: { code: "forbidden" } });
  });

  test("members may send them, and guests anything else", () => {
    const room = new TestRoom();
    const ownerKey = room.own({ guestLinks: false });
    const ana = room.join("Ana");
    expect(ana.publish("`https://site.example` is code, 1.5 is a number")).toMatchObject([
      { type: "message" },
    ]);
    room.giveRole(ownerKey, ana.session.member, "member");
    expect(ana.publish("https://site.example")).toMatchObject([{ type: "message" }]);
  });
});
