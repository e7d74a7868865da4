/** Acting on messages: shown at once, made good or taken back when the room has answered. */
import { describe, expect, test } from "vitest";
import { Acts } from "../../src/ui/conversation/acts.ts";
import { UNDO_MS } from "../../src/ui/conversation/deleting.ts";
import { Composing } from "../../src/ui/conversation/composing.ts";
import { Conversation } from "../../src/ui/conversation/conversation.ts";
import { en } from "../../src/ui/i18n/en.ts";
import { translator } from "../../src/ui/i18n/translate.ts";
import { Draft } from "../../src/ui/models/drafts.ts";
import { menuMove } from "../../src/ui/models/menu-move.ts";
import { messageActOf } from "../../src/ui/models/message-keys.ts";
import { wished } from "../../src/ui/models/overlay.ts";
import { placeBeside } from "../../src/ui/models/placement.ts";
import { QUICK_REACTIONS } from "../../src/ui/models/quick-reactions.ts";
import { ReadMark } from "../../src/ui/models/read-mark.ts";
import type { MessageRow } from "../../src/ui/models/rows.ts";
import { whoReacted } from "../../src/ui/models/who-reacted.ts";
import { isEmoji } from "../../src/text/emoji.ts";
import { FakeRoom } from "./support/fake-room.ts";
import { memoryStorage } from "./support/memory-storage.ts";
import { ana, badr, FakeTimers, FRAME_MS, message, messages, NOON } from "./support/sample.ts";

const TEA = "🍵";

function open(log = messages(1, 3), newest?: number) {
  const room = new FakeRoom();
  const timers = new FakeTimers();
  const storage = memoryStorage();
  const conversation = new Conversation({
    room,
    t: translator(en, "en"),
    timers,
    mark: new ReadMark(storage, "salon"),
    isSeen: () => true,
  });
  const composing = new Composing({
    room,
    draft: new Draft(storage, "salon"),
    limits: conversation.limits,
    timers,
    writing: conversation.writing,
    onRefused: conversation.problems.show,
  });
  conversation.follow();
  room.join(ana, log, newest);
  timers.pass(FRAME_MS);
  const acts = new Acts(conversation, timers);
  const row = (seq: number): MessageRow => {
    const found = conversation.timeline.rows.value.find((one) => one.kind === "message" && one.seq === seq);
    if (found?.kind !== "message") throw new Error(`no row for ${seq}`);
    return found;
  };
  return { room, timers, conversation, composing, acts, row };
}

/** Lets what waits for an answer go on. */
const answered = () => new Promise((settled) => setTimeout(settled));
const refusal = Object.assign(new Error("no"), { code: "forbidden" });

describe("deleting", () => {
  test("takes the message from your eyes at once, and from the room's only when it can no longer be undone", () => {
    const { room, timers, acts, row } = open([message(1, { from: ana })]);
    acts.deleting.delete(1);
    expect(row(1).withdrawn).toBe(true);
    timers.pass(UNDO_MS - 1);
    expect(room.asked).not.toContain("delete 1");
    timers.pass(1);
    expect(room.asked).toContain("delete 1");
  });

  test("can be undone, and is never sent then", () => {
    const { room, timers, acts, row } = open([message(1, { from: ana })]);
    acts.deleting.delete(1);
    acts.deleting.undo(1);
    expect(row(1).withdrawn).toBe(false);
    timers.pass(2 * UNDO_MS);
    acts.deleting.flush();
    expect(room.asked).not.toContain("delete 1");
  });

  test("is sent at once where the page may be about to go, and only once", () => {
    const { room, timers, acts } = open([message(1, { from: ana })]);
    acts.deleting.delete(1);
    acts.deleting.delete(1);
    acts.deleting.flush();
    timers.pass(UNDO_MS);
    expect(room.asked.filter((asked) => asked === "delete 1")).toHaveLength(1);
  });

  test("brings the message back where the room refuses, and says why", async () => {
    const { room, timers, acts, conversation, row } = open([message(1, { from: ana })]);
    room.delete = () => Promise.reject(refusal);
    acts.deleting.delete(1);
    timers.pass(UNDO_MS);
    await answered();
    expect(row(1).withdrawn).toBe(false);
    expect(conversation.problems.words.value).toBe("You may not do this here.");
  });

  test("is called off where the log begins again: another message has that number now", () => {
    const { room, timers, acts, row } = open([message(1, { from: ana })]);
    acts.deleting.delete(1);
    room.tell("reset", { events: [message(1, { from: ana, text: "another" })], more: false });
    expect(row(1).withdrawn).toBe(false);
    timers.pass(UNDO_MS);
    expect(room.asked).not.toContain("delete 1");
  });

  test("passes over a message on its way out when the last is to be edited", () => {
    const { acts, conversation } = open([message(1, { from: ana }), message(2, { from: ana })]);
    acts.deleting.delete(2);
    expect(conversation.timeline.lastOwn?.seq).toBe(1);
  });
});

describe("reacting", () => {
  test("shows at once, and stays as the room tells it", async () => {
    const { room, timers, acts, row } = open();
    acts.reacting.toggle(1, TEA);
    expect(row(1).reactions).toEqual([{ emoji: TEA, count: 1, names: ["Ana"], mine: true }]);
    expect(room.asked).toContain(`react 1 ${TEA} true`);
    room.hear({
      type: "reaction",
      seq: 4,
      at: NOON,
      from: ana,
      id: "r",
      target: 1,
      emoji: TEA,
      on: true,
      count: 1,
    });
    timers.pass(FRAME_MS);
    await answered();
    timers.pass(1_000);
    expect(row(1).reactions).toEqual([{ emoji: TEA, count: 1, names: ["Ana"], mine: true }]);
  });

  test("is taken back where the room refuses", async () => {
    const { room, acts, conversation, row } = open();
    room.react = () => Promise.reject(refusal);
    acts.reacting.toggle(1, TEA);
    await answered();
    expect(row(1).reactions).toEqual([]);
    expect(conversation.problems.words.value).toBe("You may not do this here.");
  });

  test("twice in a row ends where it began, whatever the first answer was", async () => {
    const { room, acts, row } = open();
    const asked: boolean[] = [];
    room.react = async (_seq, _emoji, on) => {
      asked.push(on);
      if (on) throw refusal;
    };
    acts.reacting.toggle(1, TEA);
    acts.reacting.toggle(1, TEA);
    await answered();
    expect(asked).toEqual([true, false]);
    expect(row(1).reactions).toEqual([]);
  });

  test("changes nothing that the room has heard of already, and counts others too", () => {
    const mine = [{ emoji: TEA, count: 3, names: ["Bo", "Ana"], mine: true as const }];
    expect(wished(mine, new Map([[TEA, true]]), ana)).toBe(mine);
    expect(wished(mine, new Map([[TEA, false]]), ana)).toEqual([{ emoji: TEA, count: 2, names: ["Bo"] }]);
  });

  test("offers only what is one emoji", () => {
    expect(QUICK_REACTIONS.every(isEmoji)).toBe(true);
    expect(new Set(QUICK_REACTIONS).size).toBe(8);
  });

  test("tells who: you apart, names as far as they are known, the rest as a number", () => {
    const names = ["Bo", "Ana", "Cem"];
    expect(whoReacted({ emoji: TEA, count: 5, names, mine: true }, "Ana")).toEqual({
      names: ["Bo", "Cem"],
      you: true,
      more: 2,
    });
    expect(whoReacted({ emoji: TEA, count: 3, names }, "Ana")).toEqual({ names, you: false, more: 0 });
    expect(whoReacted({ emoji: TEA, count: 12, names, mine: true }, "Dana")).toEqual({
      names,
      you: true,
      more: 8,
    });
  });
});

describe("replying", () => {
  test("says what it replies to, and the next message is a message of its own", () => {
    const { room, composing, conversation, timers } = open();
    composing.reply({ seq: 2, name: badr.name, text: "message 2" });
    expect(composing.subject).toBe(2);
    composing.changed("indeed");
    expect(composing.submit()).toBe(true);
    composing.changed("and more");
    composing.submit();
    timers.pass(FRAME_MS);
    expect(room.asked.filter((asked) => asked.startsWith("publish"))).toEqual([
      "publish indeed in reply to 2",
      "publish and more",
    ]);
    const replies = conversation.timeline.rows.value.filter(
      (one) => one.kind === "message" && one.replyTo === 2,
    );
    expect(replies).toMatchObject([{ text: "indeed", replyState: "said", replyName: badr.name }]);
  });

  test("keeps what was written when it is called off, and through an edit in between", () => {
    const { composing } = open([message(1, { from: ana })]);
    composing.changed("half");
    composing.reply({ seq: 1, name: "Ana", text: "message 1" });
    composing.edit({ seq: 1, text: "message 1" });
    composing.changed("reworded");
    expect(composing.cancel()).toBe(true);
    expect(composing.mode.value.name).toBe("reply");
    expect(composing.text.value).toBe("half");
    expect(composing.cancel()).toBe(true);
    expect(composing.cancel()).toBe(false);
    expect(composing.text.value).toBe("half");
  });

  test("marks the message that is written about", () => {
    const { conversation, row } = open();
    conversation.timeline.lay({ subject: 2 });
    expect([1, 2, 3].filter((seq) => row(seq).isSubject)).toEqual([2]);
  });
});

describe("a quote from outside the window", () => {
  const far = [...messages(1, 100), message(101, { replyTo: 3 })];

  test("is fetched once, and follows what becomes of its original", async () => {
    const { room, timers, acts, row } = open(far, 10);
    expect(row(101).replyState).toBe("unknown");
    acts.quoting.want(3);
    acts.quoting.want(3);
    await answered();
    expect(row(101)).toMatchObject({ replyState: "said", replyName: badr.name, replyText: "message 3" });
    acts.quoting.want(3);
    expect(room.asked.filter((asked) => asked === "history before 4")).toHaveLength(1);
    room.hear({ type: "delete", seq: 102, at: NOON, from: badr, id: "d", target: 3 });
    timers.pass(FRAME_MS);
    expect(row(101).replyState).toBe("deleted");
  });

  test("says that it is no longer kept", async () => {
    const { acts, row } = open(far, 10);
    const kept = open(far.slice(50), 10);
    kept.acts.quoting.want(3);
    acts.quoting.want(3);
    await answered();
    expect(row(101).replyState).toBe("said");
    expect(kept.row(101).replyState).toBe("gone");
  });

  test("is asked for again after a failure", async () => {
    const { room, acts, row } = open(far, 10);
    room.historyFails = true;
    acts.quoting.want(3);
    await answered();
    expect(row(101).replyState).toBe("unknown");
    room.historyFails = false;
    acts.quoting.want(3);
    await answered();
    expect(row(101).replyState).toBe("said");
  });
});

describe("keys on a message", () => {
  const act = (key: string, code = "", shiftKey = false) => messageActOf({ key, code, shiftKey });

  test("do what their letter stands for, on a keyboard of any script", () => {
    expect(act("r", "KeyR")).toBe("reply");
    expect(act("ق", "KeyR")).toBe("reply");
    expect(act("ث", "KeyE")).toBe("edit");
    // On a French keyboard the letter decides, not its place.
    expect(act("a", "KeyQ")).toBe("react");
    expect(act("q", "KeyA")).toBeUndefined();
    expect(act("+", "Equal", true)).toBe("react");
    expect(act("Delete", "Delete")).toBe("delete");
  });

  test("open the menu as they do anywhere, and are nothing else with Shift", () => {
    expect(act("F10", "F10", true)).toBe("menu");
    expect(act("F10", "F10")).toBeUndefined();
    expect(act("ContextMenu", "ContextMenu")).toBe("menu");
    expect(act("R", "KeyR", true)).toBeUndefined();
  });
});

describe("a menu that begins with a row", () => {
  const menu = { beside: 3, count: 6, rightToLeft: false };

  test("is walked up and down by lines, round its ends", () => {
    expect(menuMove("ArrowDown", 1, menu)).toBe(3);
    expect(menuMove("ArrowDown", 5, menu)).toBe(0);
    expect(menuMove("ArrowUp", 3, menu)).toBe(0);
    expect(menuMove("ArrowUp", 2, menu)).toBe(5);
    expect(menuMove("End", 0, menu)).toBe(5);
  });

  test("is walked sideways within the row, the way it reads", () => {
    expect(menuMove("ArrowRight", 2, menu)).toBe(0);
    expect(menuMove("ArrowRight", 1, { ...menu, rightToLeft: true })).toBe(0);
    expect(menuMove("ArrowRight", 4, menu)).toBeUndefined();
  });
});

test("a panel stands below its anchor, above it where there is no room, and always within the view", () => {
  const view = { block: 600, inline: 400 };
  const size = { block: 200, inline: 150 };
  const anchor = { blockStart: 100, blockEnd: 130, inlineStart: 300, inlineEnd: 350 };
  expect(placeBeside(anchor, size, view)).toEqual({ block: 134, inline: 200 });
  expect(placeBeside({ ...anchor, blockStart: 500, blockEnd: 530 }, size, view).block).toBe(296);
  expect(placeBeside({ ...anchor, inlineStart: 60, inlineEnd: 390 }, size, view).inline).toBe(60);
  expect(placeBeside({ ...anchor, inlineStart: 2, inlineEnd: 390 }, size, view).inline).toBe(8);
  expect(placeBeside({ ...anchor, blockStart: 100, blockEnd: 590 }, size, view).block).toBe(8);
});
