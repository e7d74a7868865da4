/** A message sent right before a close, in a busy room: stored, and broadcast before the sender's leave. */
import { Buffer } from "node:buffer";
import { afterEach, expect, test } from "vitest";
import { eventually } from "../support/eventually.ts";
import { RawSocket } from "../support/raw-socket.ts";
import { fetchMessages } from "../support/stored-messages.ts";
import { Workerd } from "../support/workerd.ts";

/** Enough for the room to batch messages (SPEC FAN-2). */
const MEMBERS = 60;
const ROOM = "farewell";
const NORMAL_CLOSURE = Buffer.from([0x03, 0xe8]);

let workerd: Workerd | undefined;
let sockets: RawSocket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await workerd?.stop();
});

test("[FAN-5] [P-1] a message sent right before its sender's close is delivered, even if it was queued", async () => {
  workerd = await Workerd.start({});
  const { port } = workerd;
  sockets = await Promise.all(
    Array.from({ length: MEMBERS }, () =>
      RawSocket.open({ port, path: `/r/${ROOM}/socket`, protocols: ["majlis.v1"] }),
    ),
  );
  await eventually("all are welcomed", () => sockets.every(({ texts }) => texts.length > 0));
  const [listener, ...speakers] = sockets;
  for (const [index, speaker] of speakers.entries()) {
    speaker.sendJson({ type: "publish", id: `id-${index}`, text: `goodbye ${index}` });
    speaker.sendClose(NORMAL_CLOSURE);
  }
  const received = () =>
    listener?.events.filter(({ type }) => type === "message").map(({ text }) => text) ?? [];
  await eventually("every message is received", () => received().length === speakers.length);
  expect(new Set(received()).size).toBe(speakers.length);
  expect(await fetchMessages(`http://127.0.0.1:${port}`, ROOM)).toHaveLength(speakers.length);
});
