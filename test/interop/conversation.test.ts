/** One conversation over every transport at once: all receive the same, despite interruptions. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DurableEvent } from "../../src/protocol/events/durable.ts";
import { eventually } from "../support/eventually.ts";
import {
  pythonParticipant,
  SDK_TRANSPORTS,
  sdkParticipant,
  textParticipant,
  type SdkParticipant,
  type Participant,
} from "../support/participants.ts";
import { pythonWithWebSockets } from "../support/python.ts";
import { printLine } from "../support/report.ts";
import { fetchMessages } from "../support/stored-messages.ts";
import { Workerd } from "../support/workerd.ts";

const ROOM = "all-together";
const MESSAGES = 220;
/** separated by network interruptions */
const PARTS = 4;
const LINES_PER_PART = 5;
const MESSAGES_WHILE_OFFLINE = 5;
const DELIVERY_TIMEOUT_MS = 60_000;

const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };

let workerd: Workerd;
const participants: Participant[] = [];

beforeAll(async () => {
  workerd = await Workerd.start({ variables: { LIMITS: JSON.stringify({ addressRate: UNLIMITED }) } });
});

afterAll(async () => {
  await Promise.all(participants.map((participant) => participant.leave()));
  await workerd?.stop();
});

test("[P-1] [P-2] [P-3] clients over sockets, plain text, streams, polls and Python receive the same conversation", async () => {
  const reference = await sdkParticipant(workerd.port, ROOM, "websocket");
  const presenceLog: string[] = [];
  reference.room.on("presence", ({ joined = [], left = [] }) => {
    presenceLog.push(
      ...joined.map(({ name }) => `${name} joined`),
      ...left.map(({ name }) => `${name} left`),
    );
  });
  participants.push(reference);
  const editors: SdkParticipant[] = await Promise.all([
    ...SDK_TRANSPORTS.map((transport) => sdkParticipant(workerd.port, ROOM, transport)),
    pythonParticipant(workerd.port, ROOM, await pythonWithWebSockets()),
  ]);
  const text = await textParticipant(workerd.port, ROOM);
  const writers: Participant[] = [...editors, text];
  participants.push(...writers);
  // A client polls without waiting only once its waits were cut, which may be after it has joined.
  const transports = [...SDK_TRANSPORTS, "python"].join();
  await eventually(
    `the transports are ${transports}`,
    () => editors.map(({ transport }) => transport).join() === transports,
  );

  for (let part = 1; part <= PARTS; part++) {
    await Promise.all(writers.map((writer) => publishPart(writer, part)));
    const edits = await Promise.all(editors.map((editor) => publishForEdit(editor, part)));
    // A replay has the current texts (LOG-3), so an edit waits until everyone has received the original.
    await waitUntilAllReceive(reference, writers);
    await Promise.all(edits.map((edit) => edit()));
    await waitUntilAllReceive(reference, writers);
    if (part < PARTS) await interruption(part, { reference, writers, editors });
  }
  while (messagesIn(reference).length < MESSAGES) await reference.publish("one more");
  await waitUntilAllReceive(reference, writers);

  const stored = await fetchMessages(workerd.origin, ROOM);
  expect(stored.map(({ seq, name }) => `${seq} ${name}`)).toEqual(
    messagesIn(reference).map(({ seq, from }) => `${seq} ${from.name}`),
  );
  expect(stored).toHaveLength(MESSAGES);
  for (const editor of editors) expect(editor.receivedLines).toEqual(reference.receivedLines);
  expect(text.receivedLines).toEqual(linesOfPlainText(reference));
  printLine(
    `${MESSAGES} messages, ${reference.receivedLines.length} events, ${PARTS - 1} interruptions, ${writers.length + 1} logs: 0 lost, 0 duplicated`,
  );

  await Promise.all(writers.map((writer) => writer.leave()));
  // The reference has the name of one of them (ID-22).
  const namesInRoom = writers.map(({ name }) => (name === reference.name ? `${name} (2)` : name));
  await eventually(
    "all writers have left",
    () => namesInRoom.every((name) => presenceLog.includes(`${name} left`)),
    DELIVERY_TIMEOUT_MS + 15_000,
  );
  for (const name of namesInRoom) expect(presenceLog).toContain(`${name} joined`);
});

async function publishPart(writer: Participant, part: number): Promise<void> {
  for (let line = 1; line <= LINES_PER_PART; line++)
    await writer.publish(`part ${part}, ${writer.name}, line ${line}`);
}

/** Publishes three messages; the returned function edits and reacts to the first, deletes the second, and
 * deletes and restores the third. */
async function publishForEdit(editor: SdkParticipant, part: number): Promise<() => Promise<void>> {
  const edited = await editor.publish(`part ${part}, ${editor.name} will edit this`);
  const deleted = await editor.publish(`part ${part}, ${editor.name} will delete this`);
  const restored = await editor.publish(`part ${part}, ${editor.name} will delete this, and undo that`);
  return async () => {
    await editor.request("edit", edited, `part ${part}, ${editor.name} has edited this`);
    await editor.request("react", edited, "👍", true);
    await editor.request("delete", deleted);
    await editor.request("delete", restored);
    await editor.request("restore", restored);
  };
}

interface Participants {
  readonly reference: Participant;
  readonly writers: readonly Participant[];
  readonly editors: readonly SdkParticipant[];
}

/** Disconnects all but the reference, publishes meanwhile, and reconnects them. */
async function interruption(part: number, { reference, writers, editors }: Participants): Promise<void> {
  await Promise.all(writers.map((writer) => writer.disconnect()));
  for (let line = 1; line <= MESSAGES_WHILE_OFFLINE; line++)
    await reference.publish(`while you were away ${part}.${line}`);
  // Messages published offline are sent once, after the reconnect.
  const queued = editors.map((editor) => editor.publish(`${editor.name} wrote this offline, ${part}`));
  await Promise.all(writers.map((writer) => writer.reconnect()));
  await Promise.all(queued);
  await waitUntilAllReceive(reference, writers);
}

async function waitUntilAllReceive(reference: Participant, others: readonly Participant[]): Promise<void> {
  for (const other of others) {
    const expectedCount = () =>
      (other.transport === "plain_text" ? linesOfPlainText(reference) : reference.receivedLines).length;
    await eventually(
      `${other.name} has received all`,
      () => other.receivedLines.length >= expectedCount(),
      DELIVERY_TIMEOUT_MS,
    );
  }
}

function messagesIn({ events = [] }: Participant): DurableEvent[] {
  return events.filter(({ type }) => type === "message");
}

/** The plain-text lines of the events received. */
function linesOfPlainText({ events = [] }: Participant): string[] {
  return events.flatMap((event) => {
    switch (event.type) {
      case "message":
        return [`${event.from.name}: ${event.text}`];
      case "edit":
        return [`* ${event.from.name} changed a message: ${event.text}`];
      case "delete":
        return [`* ${event.from.name} took a message back`];
      case "restore":
        return [`* ${event.from.name} put a message back: ${event.text}`];
      default:
        return [];
    }
  });
}
