/** What happens in a framed room before its bridge to the page is loaded (SPEC EMBED-10). */
import { expect, test } from "vitest";
import { MAX_WAITING, RoomReports, type RoomReport } from "../../src/ui/conversation/room-reports.ts";
import { FakeRoom } from "./support/fake-room.ts";
import { ana, badr, message } from "./support/sample.ts";

function framedRoom() {
  const room = new FakeRoom();
  const reports = new RoomReports(room);
  room.join(ana);
  room.setState({ name: "online", since: 0 });
  return { room, reports };
}

const messageOf = (seq: number): RoomReport => ({
  type: "message",
  seq,
  author: badr.name,
  text: `message ${seq}`,
  own: false,
});

test("[EMBED-10] messages and failures of before the bridge are reported in order, once, with those that follow", () => {
  const { room, reports } = framedRoom();
  room.emit("failure", { type: "error", code: "token_unavailable", message: "" });
  room.emit("event", message(1, { from: badr }));
  const reported: RoomReport[] = [];
  reports.listen((report) => reported.push(report));
  room.emit("event", message(2, { from: badr }));
  const failure: RoomReport = { type: "error", code: "token_unavailable" };
  expect(reported).toEqual([failure, messageOf(1), messageOf(2)]);
});

test("[EMBED-10] what is replayed after a pause is not reported as a message, but unread", () => {
  const { room, reports } = framedRoom();
  reports.unseen.setInView(false);
  room.setState({ name: "reconnecting", since: 0, retryAt: 0 });
  room.emit("event", message(1, { from: badr }));
  reports.listen(() => expect.unreachable());
  expect(reports.unseen.count.value).toBe(1);
});

test("[EMBED-10] for a bridge that never comes only the newest are kept", () => {
  const { room, reports } = framedRoom();
  for (let seq = 1; seq <= MAX_WAITING + 5; seq++) room.emit("event", message(seq, { from: badr }));
  const reported: RoomReport[] = [];
  reports.listen((report) => reported.push(report));
  expect(reported).toHaveLength(MAX_WAITING);
  expect(reported[0]).toEqual(messageOf(6));
});
