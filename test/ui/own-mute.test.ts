/** What the page knows of its own mute (SPEC MOD-5). */
import { expect, test } from "vitest";
import type { DurableEventOf } from "../../src/protocol/events/durable.ts";
import { OwnMute } from "../../src/ui/conversation/own-mute.ts";
import { FakeRoom } from "./support/fake-room.ts";
import { ana, badr, FakeTimers, NOON } from "./support/sample.ts";

function moderation(more: Partial<DurableEventOf<"moderation">>): DurableEventOf<"moderation"> {
  return {
    type: "moderation",
    seq: 1,
    at: NOON,
    id: "m",
    from: badr,
    member: { id: ana.id, name: ana.name },
    act: "mute",
    ...more,
  };
}

function open() {
  const room = new FakeRoom();
  const timers = new FakeTimers();
  const mute = new OwnMute(timers);
  mute.start(room, []);
  room.join(ana);
  const act = (more: Partial<DurableEventOf<"moderation">>) => room.receive(moderation(more));
  return { timers, mute, act, room };
}

test("[MOD-5] begins and ends with the acts on this member alone", () => {
  const { mute, act } = open();
  act({ member: badr });
  expect(mute.state.value).toBeUndefined();
  act({ reason: "caps" });
  expect(mute.state.value).toEqual({ until: undefined, reason: "caps" });
  act({ act: "unmute" });
  expect(mute.state.value).toBeUndefined();
});

test("[MOD-5] what came before this part of the page was loaded counts, in its order", () => {
  const room = new FakeRoom();
  room.join(ana);
  const mutedAfter = (...earlier: DurableEventOf<"moderation">[]) => {
    const mute = new OwnMute(new FakeTimers());
    mute.start(room, earlier);
    return mute.state.value;
  };
  const [muted, unmuted] = [moderation({ reason: "caps" }), moderation({ act: "unmute" })];
  expect(mutedAfter(muted)).toEqual({ until: undefined, reason: "caps" });
  expect(mutedAfter(muted, unmuted)).toBeUndefined();
  expect(mutedAfter(moderation({ until: NOON - 1 }))).toBeUndefined();
});

test("[MOD-5] ends by itself, also after more than a timer can count", () => {
  const { mute, act, timers } = open();
  const until = NOON + 40 * 24 * 3_600_000;
  act({ until });
  timers.advance(until - NOON - 1);
  expect(mute.state.value?.until).toBe(until);
  timers.advance(1);
  expect(mute.state.value).toBeUndefined();
});

test("[MOD-5] a join says whether it goes on, and until when", () => {
  const { mute, act, room } = open();
  act({ reason: "caps" });
  room.join({ ...ana, muted: {} });
  expect(mute.state.value).toEqual({ until: undefined, reason: "caps" });
  room.join({ ...ana, muted: { until: NOON + 1_000 } });
  expect(mute.state.value).toEqual({ until: NOON + 1_000 });
  room.join(ana);
  expect(mute.state.value).toBeUndefined();
  mute.set({ until: NOON - 1 });
  expect(mute.state.value).toBeUndefined();
});

test("[MOD-5] is known of a room that was joined before", () => {
  const room = new FakeRoom();
  room.join({ ...ana, muted: {} });
  const mute = new OwnMute(new FakeTimers());
  mute.start(room, []);
  expect(mute.state.value).toEqual({ until: undefined });
});
