import { describe, expect, test } from "vitest";
import type { Command } from "../../src/protocol/commands.ts";
import { TestRoom } from "../support/test-room.ts";

test("[PUB-2] a message is broadcast to its sender and everyone else, with its command's id", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  ana.publish("hello", { id: "a1" });
  const expected = { type: "message", seq: 1, at: room.now, id: "a1", text: "hello", from: { name: "Ana" } };
  expect(ana.last("message")).toMatchObject(expected);
  expect(bo.last("message")).toEqual(ana.last("message"));
});

test("[LOG-1] durable events of every kind are numbered without gaps", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  ana.publish("one");
  ana.send({ type: "edit", id: "e", seq: 1, text: "two" });
  ana.send({ type: "react", id: "r", seq: 1, emoji: "👍", on: true });
  ana.send({ type: "delete", id: "d", seq: 1 });
  const numbered = ana.received.flatMap((event) =>
    "seq" in event && event.type !== "stored" ? [event.seq] : [],
  );
  expect(numbered).toEqual([1, 2, 3, 4]);
});

test("[PUB-3] [PUB-4] [PUB-10] a repeated command is stored once, and the repeat is answered with its seq", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  ana.publish("once", { id: "x" });
  expect(ana.publish("once", { id: "x" })).toEqual([{ type: "stored", id: "x", seq: 1 }]);
  expect(bo.texts).toEqual(["once"]);
});

test("[PUB-3] the same command id from two members makes two messages", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  ana.publish("mine", { id: "x" });
  bo.publish("mine too", { id: "x" });
  expect(ana.texts).toEqual(["mine", "mine too"]);
});

test("[PUB-5] a resend after an eviction is found in the log by its since", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  ana.publish("before");
  ana.publish("sent, but its answer was lost", { id: "x" });
  room.evict();
  expect(ana.publish("sent, but its answer was lost", { id: "x", since: 1 })).toEqual([
    { type: "stored", id: "x", seq: 2 },
  ]);
});

test("[PUB-6] a repeat without since is found among the newest rows after an eviction", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  ana.publish("once", { id: "x" });
  room.evict();
  expect(ana.publish("once", { id: "x" })).toEqual([{ type: "stored", id: "x", seq: 1 }]);
});

test("[PUB-3] one id used for an edit, a reaction and a message are three commands", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  ana.publish("frist", { id: "m" });
  ana.send({ type: "edit", id: "x", seq: 1, text: "first" });
  ana.send({ type: "react", id: "x", seq: 1, emoji: "👍", on: true });
  expect(ana.publish("another", { id: "x" })).toMatchObject([{ type: "message", seq: 4 }]);
  room.evict();
  expect(ana.publish("another", { id: "x", since: 0 })).toEqual([{ type: "stored", id: "x", seq: 4 }]);
});

describe("[PUB-4] [PUB-5] [PUB-9] a repeat that arrives after a later command of the same member, when the room has slept", () => {
  const first: { readonly [name: string]: Command } = {
    edit: { type: "edit", id: "x", seq: 1, text: "second wording", since: 1 },
    reaction: { type: "react", id: "x", seq: 1, emoji: "👍", on: true, since: 1 },
  };

  test.each([
    { name: "edit", later: { type: "edit", id: "y", seq: 1, text: "third wording", since: 1 } },
    { name: "reaction", later: { type: "react", id: "y", seq: 1, emoji: "👍", on: false, since: 1 } },
  ] as const)("takes back no $name", ({ name, later }) => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    ana.publish("first wording");
    const command = first[name];
    if (command === undefined) throw new Error("no such command");
    ana.send(command);
    ana.send(later);
    room.evict();
    expect(ana.send(command)).toEqual([{ type: "stored", id: "x", seq: 2 }]);
    expect(room.read.view().position).toMatch(/\.3$/);
  });

  test("deletes a message once", () => {
    const room = new TestRoom();
    const [ana, bo] = room.joinAll("Ana", "Bo");
    ana.publish("regretted");
    const command: Command = { type: "delete", id: "x", seq: 1, since: 1 };
    ana.send(command);
    room.evict();
    expect(ana.send(command)).toEqual([{ type: "stored", id: "x", seq: 2 }]);
    expect(bo.all("delete")).toHaveLength(1);
  });
});

test.each<{ name: string; command: Command; answer: object }>([
  {
    name: "an edit is refused",
    command: { type: "edit", id: "x", seq: 6, text: "reworded", since: 0 },
    answer: { type: "error", code: "outcome_unknown" },
  },
  {
    name: "an edit to the text that it has is stored",
    command: { type: "edit", id: "x", seq: 6, text: "6", since: 0 },
    answer: { type: "stored", seq: 6 },
  },
  {
    name: "a reaction is refused",
    command: { type: "react", id: "x", seq: 6, emoji: "👍", on: true, since: 0 },
    answer: { type: "error", code: "outcome_unknown" },
  },
  {
    name: "a deletion is refused, as it may have been undone",
    command: { type: "delete", id: "x", seq: 6, since: 0 },
    answer: { type: "error", code: "outcome_unknown" },
  },
])("[PUB-5] where the outcome of the first is unknown $name", ({ command, answer }) => {
  const room = new TestRoom({ limits: { repeatRows: 3 } });
  const ana = room.join("Ana");
  for (const text of ["1", "2", "3", "4", "5", "6"]) ana.publish(text);
  room.evict();
  expect(ana.send(command)).toMatchObject([answer]);
});

test.each([
  { state: "the room remembers it", evicts: false },
  { state: "the room has slept since", evicts: true },
])(
  "[PUB-5] an id that the client draws again, later than what it names, is a new message: $state",
  ({ evicts }) => {
    const room = new TestRoom();
    const ana = room.join("Ana");
    ana.publish("from a client that ended", { id: "x", since: 0 });
    if (evicts) room.evict();
    expect(ana.publish("from the next one", { id: "x", since: 1 })).toMatchObject([
      { type: "message", seq: 2 },
    ]);
    expect(ana.publish("from the next one", { id: "x", since: 1 })).toEqual([
      { type: "stored", id: "x", seq: 2 },
    ]);
  },
);

test("[PUB-5] a resend of a message that never arrived is stored", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  ana.publish("before");
  expect(ana.publish("late", { id: "x", since: 1 })).toMatchObject([
    { type: "message", seq: 2, text: "late" },
  ]);
});

test.each([
  { reason: "more rows than are searched were stored since", since: 0, repeatRows: 3 },
  { reason: "the seq is ahead of the room", since: 99, repeatRows: 5_000 },
])("[PUB-5] the outcome of a resend is unknown if $reason", ({ since, repeatRows }) => {
  const room = new TestRoom({ limits: { repeatRows } });
  const ana = room.join("Ana");
  for (const text of ["1", "2", "3", "4", "5"]) ana.publish(text);
  room.evict();
  expect(ana.publish("again", { id: "x", since })).toMatchObject([
    { type: "error", id: "x", code: "outcome_unknown" },
  ]);
  expect(ana.texts).toHaveLength(5);
});

test("[PUB-7] a reply must name a stored message", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  ana.publish("question");
  expect(ana.publish("answer", { replyTo: 1 })).toMatchObject([{ type: "message", replyTo: 1 }]);
  expect(ana.publish("answer", { replyTo: 7 })).toMatchObject([{ code: "message_not_found" }]);
});

test.each([
  { text: "x".repeat(4_000), answer: { type: "message" } },
  { text: "x".repeat(4_001), answer: { type: "error", code: "too_large" } },
  { text: "ن".repeat(4_000), answer: { type: "message" } },
  { text: "👨‍👩‍👧".repeat(910), answer: { type: "message" } },
  { text: "👨‍👩‍👧".repeat(911), answer: { type: "error", code: "too_large" } },
  { text: " \n\t ", answer: { type: "error", code: "empty_text" } },
  { text: "\u3164\u2800\u00ad\u2066\u2069\ufe0f\u034f\u061c", answer: { type: "error", code: "empty_text" } },
  { text: "\u200b\u200d", answer: { type: "error", code: "empty_text" } },
  { text: "bell \u0007", answer: { type: "error", code: "invalid_text" } },
  {
    text: "is \u001b[31mred",
    answer: { code: "invalid_text", message: expect.stringContaining("U+001B at 3") as string },
  },
  { text: "half \ud83d a pair", answer: { type: "error", code: "invalid_text" } },
  { text: `a${"\u0345\u0327".repeat(8)}`, answer: { type: "message" } },
  {
    text: `a${"\u0345\u0327".repeat(8)}\u0300`,
    answer: {
      type: "error",
      code: "invalid_text",
      message:
        "The text has a character that cannot be stored: U+0300 at 17 (more than 16 marks on a letter).",
    },
  },
  { text: "a\r\nb\rc\u2028d", answer: { type: "message", text: "a\nb\nc\nd" } },
  { text: "\u202eevil\u202c", answer: { type: "message", text: "evil" } },
  { text: "\u200fسلام", answer: { type: "message", text: "\u200fسلام" } },
])(
  "[PUB-1] a text of $text.length UTF-16 units is answered by $answer.type $answer.code",
  ({ text, answer }) => {
    const room = new TestRoom();
    expect(room.join("Ana").publish(text, { id: "t" })).toMatchObject([{ ...answer, id: "t" }]);
  },
);

test("[EDIT-1] [EDIT-2] only the author may edit a message, and the edit is broadcast", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  ana.publish("helo");
  expect(bo.send({ type: "edit", id: "e1", seq: 1, text: "mine" })).toMatchObject([{ code: "forbidden" }]);
  ana.send({ type: "edit", id: "e2", seq: 1, text: "hello" });
  expect(bo.last("edit")).toMatchObject({ seq: 2, target: 1, text: "hello", from: { name: "Ana" } });
  expect(ana.send({ type: "edit", id: "e3", seq: 9, text: "x" })).toMatchObject([
    { code: "message_not_found" },
  ]);
  expect(ana.send({ type: "edit", id: "e4", seq: 2, text: "x" })).toMatchObject([
    { code: "message_not_found" },
  ]);
});

test("[REACT-3] [PUB-10] a command that changes nothing is answered by stored, and no event is broadcast", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  ana.publish("same");
  expect(ana.send({ type: "edit", id: "e", seq: 1, text: "same" })).toEqual([
    { type: "stored", id: "e", seq: 1 },
  ]);
  expect(ana.send({ type: "react", id: "r", seq: 1, emoji: "👍", on: false })).toMatchObject([
    { type: "stored" },
  ]);
  ana.send({ type: "delete", id: "d1", seq: 1 });
  expect(ana.send({ type: "delete", id: "d2", seq: 1 })).toMatchObject([{ type: "stored", seq: 1 }]);
  expect(bo.received.filter((event) => "seq" in event)).toHaveLength(2);
});

test("[DEL-2] a deletion names its message, to its sender, to the others and in a replay", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  ana.publish("stays");
  ana.publish("goes");
  const position = bo.last("welcome").position.replace(/\d+$/u, "2");
  expect(ana.send({ type: "delete", id: "d", seq: 2 })).toMatchObject([
    { type: "delete", seq: 3, target: 2, id: "d", from: { name: "Ana" } },
  ]);
  expect(bo.all("delete")).toEqual(ana.all("delete"));
  expect(room.join("Cy", { position }).all("delete")).toEqual(ana.all("delete"));
});

test("[DEL-1] [LOG-3] a deleted text is in no page and in no replay of its edit", () => {
  const room = new TestRoom();
  const ana = room.join("Ana");
  ana.publish("secret");
  ana.send({ type: "edit", id: "e", seq: 1, text: "secret too" });
  ana.send({ type: "delete", id: "d", seq: 1 });
  const [replay] = ana.send({ type: "history", id: "h", after: 0, limit: 10 });
  const [page] = ana.send({ type: "history", id: "h2" });
  expect(JSON.stringify([replay, page])).not.toContain("secret");
  expect(page).toMatchObject({ events: [{ seq: 1, text: "", deleted: true }], more: false });
  expect(ana.send({ type: "edit", id: "e2", seq: 1, text: "back" })).toMatchObject([
    { code: "message_not_found" },
  ]);
});

test("[REACT-1] [REACT-2] reactions count members, and a page marks the reader's own", () => {
  const room = new TestRoom({ limits: { reactionsPerMessage: 2 } });
  const [ana, bo] = room.joinAll("Ana", "Bo");
  ana.publish("tea?");
  ana.send({ type: "react", id: "1", seq: 1, emoji: "👍", on: true });
  bo.send({ type: "react", id: "2", seq: 1, emoji: "👍", on: true });
  expect(ana.last("reaction")).toMatchObject({ target: 1, emoji: "👍", on: true, count: 2 });
  bo.send({ type: "react", id: "3", seq: 1, emoji: "🍵", on: true });
  expect(bo.send({ type: "react", id: "4", seq: 1, emoji: "❤️", on: true })).toMatchObject([
    { code: "too_many_reactions" },
  ]);
  expect(bo.send({ type: "react", id: "5", seq: 1, emoji: "ok", on: true })).toMatchObject([
    { code: "invalid_emoji" },
  ]);
  ana.send({ type: "react", id: "6", seq: 1, emoji: "👍", on: false });
  const [page] = ana.send({ type: "history", id: "h" });
  expect(page).toMatchObject({
    events: [
      {
        reactions: [
          { emoji: "👍", count: 1, names: ["Bo"] },
          { emoji: "🍵", count: 1, names: ["Bo"] },
        ],
      },
    ],
  });
  const [bosPage] = bo.send({ type: "history", id: "h" });
  expect(bosPage).toMatchObject({ events: [{ reactions: [{ mine: true }, { mine: true }] }] });
});

describe("[MENT-1] mentions", () => {
  const bo = { id: "bo-id", name: "Bo" };

  test("are stored with the message, and replaced by an edit", () => {
    const room = new TestRoom();
    const [ana, reader] = room.joinAll("Ana", "Reader");
    ana.send({ type: "publish", id: "1", text: "@Bo, tea?", mentions: [bo] });
    expect(reader.last("message")).toMatchObject({ text: "@Bo, tea?", mentions: [bo] });
    const zed = { id: "z", name: "Zed" };
    ana.send({ type: "edit", id: "2", seq: 1, text: "@Zed, tea?", mentions: [zed] });
    expect(reader.last("edit")).toMatchObject({ target: 1, text: "@Zed, tea?", mentions: [zed] });
    const [page] = reader.send({ type: "history", id: "h" });
    expect(page).toMatchObject({ events: [{ seq: 1, mentions: [zed] }] });
    const [replay] = reader.send({ type: "history", id: "h", after: 0 });
    expect(replay).toMatchObject({ events: [{ mentions: [zed] }, { type: "edit", mentions: [zed] }] });
  });

  test("are removed by an edit without them, which alone is a change, and by a delete", () => {
    const room = new TestRoom();
    const [ana] = room.joinAll("Ana");
    ana.send({ type: "publish", id: "1", text: "@Bo", mentions: [bo] });
    ana.send({ type: "edit", id: "2", seq: 1, text: "@Bo" });
    expect(ana.last("edit").mentions).toBeUndefined();
    ana.send({ type: "edit", id: "3", seq: 1, text: "@Bo", mentions: [bo] });
    expect(ana.send({ type: "edit", id: "4", seq: 1, text: "@Bo", mentions: [bo] })).toMatchObject([
      { type: "stored" },
    ]);
    ana.send({ type: "delete", id: "5", seq: 1 });
    const [page] = ana.send({ type: "history", id: "h", after: 0 });
    expect(JSON.stringify(page)).not.toContain("bo-id");
  });

  test("an empty list is none, and a name is stored in its canonical form", () => {
    const room = new TestRoom();
    const [ana] = room.joinAll("Ana");
    ana.send({ type: "publish", id: "1", text: "hi", mentions: [] });
    expect(ana.last("message").mentions).toBeUndefined();
    ana.send({ type: "publish", id: "2", text: "@bo  x", mentions: [{ id: "b", name: " Bo  X " }] });
    expect(ana.last("message").mentions).toEqual([{ id: "b", name: "Bo X" }]);
  });

  test.each([
    ["no such name", "hi", [bo]],
    ["a name without @", "Bo", [bo]],
    ["[MENT-2] a name in code", "`@Bo`", [bo]],
    ["[MENT-2] a name in a quote", "> @Bo", [bo]],
    ["[MENT-2] a name in a link", "https://social.example/@Bo", [bo]],
    ["[MENT-2] a longer name", "@Bobby", [bo]],
    ["an invalid name", "@*Bo", [{ id: "b", name: "*Bo" }]],
    ["an empty id", "@Bo", [{ id: "", name: "Bo" }]],
    ["a long id", "@Bo", [{ id: "x".repeat(65), name: "Bo" }]],
    [
      "too many",
      Array.from({ length: 21 }, (_, index) => `@n${index}`).join(" "),
      Array.from({ length: 21 }, (_, index) => ({ id: `${index}`, name: `n${index}` })),
    ],
  ])("with %s are refused", (_, text, mentions) => {
    const room = new TestRoom();
    const [ana] = room.joinAll("Ana");
    expect(ana.send({ type: "publish", id: "1", text, mentions })).toMatchObject([{ code: "bad_command" }]);
  });

  test("twenty are accepted", () => {
    const room = new TestRoom();
    const [ana] = room.joinAll("Ana");
    const mentions = Array.from({ length: 20 }, (_, index) => ({ id: `${index}`, name: `n${index}` }));
    ana.send({ type: "publish", id: "1", text: mentions.map(({ name }) => `@${name}`).join(" "), mentions });
    expect(ana.last("message").mentions).toHaveLength(20);
  });
});

test("[REACT-1] an emoji without its variation selector is stored qualified, and is the same emoji", () => {
  const room = new TestRoom();
  const [ana, bo] = room.joinAll("Ana", "Bo");
  ana.publish("tea?");
  ana.send({ type: "react", id: "1", seq: 1, emoji: "\u2764", on: true });
  expect(bo.last("reaction")).toMatchObject({ emoji: "\u2764\ufe0f", count: 1 });
  bo.send({ type: "react", id: "2", seq: 1, emoji: "\u2764\ufe0f", on: true });
  expect(ana.last("reaction")).toMatchObject({ emoji: "\u2764\ufe0f", count: 2 });
  ana.send({ type: "react", id: "3", seq: 1, emoji: "\u2764", on: false });
  expect(bo.last("reaction")).toMatchObject({ emoji: "\u2764\ufe0f", on: false, count: 1 });
});

test("[EPH-1] typing is sent to the other members, and to no one in a large room", () => {
  const room = new TestRoom({ limits: { typingMembers: 3 } });
  const [ana, bo] = room.joinAll("Ana", "Bo");
  const anaAgain = room.join(undefined, { token: ana.last("welcome").self.token });
  expect(ana.send({ type: "typing", on: true })).toEqual([]);
  expect(bo.last("typing")).toMatchObject({ from: { name: "Ana" }, on: true });
  expect(anaAgain.all("typing")).toEqual([]);
  room.joinAll("Cy", "Di");
  ana.send({ type: "typing", on: true });
  expect(bo.all("typing")).toHaveLength(1);
});

test("[EPH-2] a signal is sent to every other session, or to one member only", () => {
  const room = new TestRoom();
  const [ana, bo, cy] = room.joinAll("Ana", "Bo", "Cy");
  ana.send({ type: "signal", data: { x: 1 } });
  ana.send({ type: "signal", data: { x: 2 }, to: cy.session.member });
  expect(bo.all("signal").map(({ data }) => data)).toEqual([{ x: 1 }]);
  expect(cy.all("signal").map(({ data }) => data)).toEqual([{ x: 1 }, { x: 2 }]);
  expect(ana.all("signal")).toEqual([]);
  expect(ana.send({ type: "signal", data: "x".repeat(4_095) })).toMatchObject([{ code: "too_large" }]);
});

test("[LIM-6] refusals name the limit in force, not the default", () => {
  const limits = { textGraphemes: 5, nameGraphemes: 3, signalBytes: 10, reactionsPerMessage: 1 };
  const room = new TestRoom({ limits });
  const [ana, bo] = room.joinAll("Ana", "Bo");
  ana.publish("hello");
  ana.send({ type: "react", id: "1", seq: 1, emoji: "👍", on: true });
  const refused = [
    ...ana.publish("too long"),
    ...ana.send({ type: "edit", id: "2", seq: 1, text: "too long" }),
    ...ana.send({ type: "rename", id: "3", name: "Anna" }),
    ...bo.send({ type: "react", id: "4", seq: 1, emoji: "🎉", on: true }),
    ...ana.send({ type: "signal", data: "x".repeat(20) }),
  ];
  expect(refused.map((event) => event.type === "error" && event.message)).toEqual([
    "A text has at most 5 characters and 16384 bytes of UTF-8.",
    "A text has at most 5 characters and 16384 bytes of UTF-8.",
    "A name has 1 to 3 visible characters, no colon or check mark, and no asterisk first.",
    "A message has at most 1 different reactions.",
    "The data of a signal has at most 10 bytes of JSON.",
  ]);
  expect(room.post("hi", { name: "Anna" })).toMatchObject({
    failure: {
      message: "A name has 1 to 3 visible characters, no colon or check mark, and no asterisk first.",
    },
  });
});
