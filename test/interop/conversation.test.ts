/** One conversation by every way in at once: all hear the same, whatever the network does (DESIGN: any network). */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DurableEvent } from "../../src/protocol/events/durable.ts";
import { eventually } from "../support/eventually.ts";
import {
  pythonParticipant,
  SDK_TRANSPORTS,
  sdkParticipant,
  textParticipant,
  type EditingParticipant,
  type Participant,
} from "../support/participants.ts";
import { pythonWithWebSockets } from "../support/python.ts";
import { printLine } from "../support/report.ts";
import { fetchMessages } from "../support/stored-messages.ts";
import { Workerd } from "../support/workerd.ts";

const ROOM = "all-together";
const MESSAGES = 200;
/** between them the network fails */
const PARTS = 4;
const LINES_A_PART = 5;
const MESSAGES_WHILE_OFFLINE = 5;
const WHOLE_BOUND_MS = 30_000;

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

test("[P-1] [P-2] [P-3] a conversation over sockets, plain text, streams, polls and Python is one and the same for all", async () => {
  const reference = await sdkParticipant(workerd.port, ROOM, "websocket");
  const presenceLog: string[] = [];
  reference.room.on("presence", ({ joined = [], left = [] }) => {
    presenceLog.push(
      ...joined.map(({ name }) => `${name} joined`),
      ...left.map(({ name }) => `${name} left`),
    );
  });
  participants.push(reference);
  const amenders: EditingParticipant[] = await Promise.all([
    ...SDK_TRANSPORTS.map((transport) => sdkParticipant(workerd.port, ROOM, transport)),
    pythonParticipant(workerd.port, ROOM, await pythonWithWebSockets()),
  ]);
  const text = await textParticipant(workerd.port, ROOM);
  const speakers: Participant[] = [...amenders, text];
  participants.push(...speakers);
  expect(amenders.map(({ transport }) => transport)).toEqual([...SDK_TRANSPORTS, "python"]);

  for (let part = 1; part <= PARTS; part++) {
    await Promise.all(speakers.map((speaker) => publishPart(speaker, part)));
    const said = await Promise.all(amenders.map((amender) => publishThenAmend(amender, part)));
    // Replays read today's text (LOG-3): what is reworded before a reader has it is never told in the old words.
    await waitUntilAllReceive(reference, speakers);
    await Promise.all(said.map((amend) => amend()));
    await waitUntilAllReceive(reference, speakers);
    if (part < PARTS) await interruption(part, { reference, speakers, amenders });
  }
  while (messagesIn(reference).length < MESSAGES) await reference.publish("and so on");
  await waitUntilAllReceive(reference, speakers);

  const stored = await fetchMessages(workerd.origin, ROOM);
  expect(stored.map(({ seq, name }) => `${seq} ${name}`)).toEqual(
    messagesIn(reference).map(({ seq, from }) => `${seq} ${from.name}`),
  );
  expect(stored).toHaveLength(MESSAGES);
  for (const amender of amenders) expect(amender.receivedLines).toEqual(reference.receivedLines);
  expect(text.receivedLines).toEqual(linesOfPlainText(reference));
  printLine(
    `${MESSAGES} messages, ${reference.receivedLines.length} events, ${PARTS - 1} interruptions, ${speakers.length + 1} logs: 0 lost, 0 doubled`,
  );

  await Promise.all(speakers.map((speaker) => speaker.leave()));
  await eventually(
    "everybody has left",
    () => speakers.every(({ name }) => presenceLog.includes(`${name} left`)),
    WHOLE_BOUND_MS + 15_000,
  );
  for (const { name } of speakers) expect(presenceLog).toContain(`${name} joined`);
}, 170_000);

async function publishPart(speaker: Participant, part: number): Promise<void> {
  for (let line = 1; line <= LINES_A_PART; line++)
    await speaker.publish(`part ${part}, ${speaker.name}, line ${line}`);
}

/** Says two things; the function returned rewords the one and reacts to it, and takes the other back. */
async function publishThenAmend(amender: EditingParticipant, part: number): Promise<() => Promise<void>> {
  const edited = await amender.publish(`part ${part}, ${amender.name} will reword this`);
  const deleted = await amender.publish(`part ${part}, ${amender.name} will take this back`);
  return async () => {
    await amender.edit(edited, `part ${part}, ${amender.name} has reworded this`);
    await amender.react(edited, "👍");
    await amender.remove(deleted);
  };
}

interface Participants {
  readonly reference: Participant;
  readonly speakers: readonly Participant[];
  readonly amenders: readonly EditingParticipant[];
}

/** Cuts every line but one, goes on talking, and lets them all back. */
async function interruption(part: number, { reference, speakers, amenders }: Participants): Promise<void> {
  await Promise.all(speakers.map((speaker) => speaker.disconnect()));
  for (let line = 1; line <= MESSAGES_WHILE_OFFLINE; line++)
    await reference.publish(`while you were away ${part}.${line}`);
  // What is written on a dead line goes out, once, when it lives again.
  const queued = amenders.map((amender) => amender.publish(`${amender.name} wrote this offline, ${part}`));
  await Promise.all(speakers.map((speaker) => speaker.reconnect()));
  await Promise.all(queued);
  await waitUntilAllReceive(reference, speakers);
}

async function waitUntilAllReceive(reference: Participant, others: readonly Participant[]): Promise<void> {
  for (const other of others) {
    const due = () =>
      (other.transport === "plain_text" ? linesOfPlainText(reference) : reference.receivedLines).length;
    await eventually(`${other.name} hears all`, () => other.receivedLines.length >= due(), WHOLE_BOUND_MS);
  }
}

function messagesIn({ events = [] }: Participant): DurableEvent[] {
  return events.filter(({ type }) => type === "message");
}

/** What plain text tells of what was heard. */
function linesOfPlainText({ events = [] }: Participant): string[] {
  return events.flatMap((event) => {
    switch (event.type) {
      case "message":
        return [`${event.from.name}: ${event.text}`];
      case "edit":
        return [`* ${event.from.name} changed a message: ${event.text}`];
      case "delete":
        return [`* ${event.from.name} took a message back`];
      default:
        return [];
    }
  });
}
