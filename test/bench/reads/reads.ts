/** The reads of a room, as requests. */
import { CRAFTED_QUERY } from "../../contract/full-rooms.ts";

/** A room to read from. */
export interface ReadRoom {
  /** `http://HOST:PORT/r/ROOM` */
  readonly url: string;
  /** of a guest */
  readonly token: string;
  readonly ownerKey: string;
  readonly epoch: string;
  readonly newest: number;
}

export interface Read {
  readonly name: string;
  /** @throws Error if the room refuses */
  readonly send: (room: ReadRoom) => Promise<void>;
}

/** More than a page that is pushed holds, and fewer than a recovery may span. */
const MISSED = 4_900;

export const READS: readonly Read[] = [
  { name: "page of 50", send: (room) => get(room, "messages") },
  { name: "page of 200", send: (room) => get(room, "messages?limit=200") },
  { name: "the room's page", send: (room) => get(room, "", { Accept: "text/html" }) },
  { name: "transcript", send: (room) => get(room, "transcript") },
  { name: "plain page", send: (room) => get(room, "plain") },
  { name: "poll after 4,900 events", send: (room) => get(room, `messages?after=${positionBefore(room)}`) },
  { name: "stream", send: stream },
  { name: "join", send: (room) => join(room, "") },
  { name: "join after 4,900 events", send: (room) => join(room, `&position=${positionBefore(room)}`) },
  {
    name: "holders of a reaction",
    send: (room) => get(room, `messages/1/reactions/${encodeURIComponent("👍")}`),
  },
  { name: "members", send: (room) => get(room, "members") },
  { name: "search, three words", send: (room) => search(room, "looking for anyone") },
  { name: "search, twelve letters", send: (room) => search(room, CRAFTED_QUERY) },
  { name: "50 commands: pages of 200", send: (room) => histories(room, { limit: 200 }) },
  { name: "50 commands: pages of 1", send: (room) => histories(room, { limit: 1 }) },
  { name: "shared state", send: (room) => get(room, "state") },
  { name: "a key of the shared state", send: (room) => get(room, `state/${stateKey(0)}`) },
  { name: "50 commands: maps", send: (room) => fifty(room, { type: "map" }) },
  {
    name: "50 commands: roles of unknown members",
    send: (room) => fifty(room, { ...UNKNOWN, type: "role", role: "member" }),
  },
  {
    name: "50 commands: acts on unknown members",
    send: (room) => fifty(room, { ...UNKNOWN, type: "moderate", act: "mute" }),
  },
  { name: "50 commands: acts by a member's message", send: (room) => fifty(room, ACT) },
  { name: "audit log", send: audit },
  { name: "reaction, on and off", send: react },
  // Last, as they leave less to read.
  { name: "20 commands: deletions", send: deletions },
];

const UNKNOWN = { member: "unheard-of-x" };
/** The first message of each room. */
const ACT = { type: "moderate", act: "mute", member: "m1", seq: 1 };

/** As much as a room may have (SPEC STATE-1), and as much of it as a request may set. */
const STATE_KEYS = 256;
const KEYS_PER_REQUEST = 12;
const VALUE = "x".repeat(4_000);

/** Sets keys of the shared state of a room, as many as it may have, each with the largest value. */
export async function fillState(url: string, token: string, keys = STATE_KEYS): Promise<void> {
  for (let first = 0; first < keys; first += KEYS_PER_REQUEST) {
    const count = Math.min(KEYS_PER_REQUEST, keys - first);
    const all = Array.from({ length: count }, (_, index) => ({
      type: "state",
      key: stateKey(first + index),
      value: VALUE,
    }));
    await commands({ url, token }, all);
  }
}

function stateKey(index: number): string {
  return `key-${index}`;
}

function positionBefore({ epoch, newest }: ReadRoom): string {
  return `${epoch}.${Math.max(0, newest - MISSED)}`;
}

async function get({ url }: ReadRoom, path: string, headers = {}): Promise<void> {
  await received(await fetch(path === "" ? url : `${url}/${path}`, { headers }));
}

function audit(room: ReadRoom): Promise<void> {
  return get(room, "audit", { Authorization: `Bearer ${room.ownerKey}` });
}

/** Opens a stream, and ends it with its page. */
async function stream({ url }: ReadRoom): Promise<void> {
  const response = await fetch(`${url}/events`);
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    if (text.includes("event: page")) return;
  }
  throw new Error(`the stream ended with ${response.status}: ${text.slice(0, 200)}`);
}

function search(room: ReadRoom, query: string): Promise<void> {
  return get(room, `search?${new URLSearchParams({ q: query })}`);
}

function histories(room: ReadRoom, range: object): Promise<void> {
  return fifty(room, { type: "history", ...range });
}

function fifty({ url, ownerKey }: ReadRoom, command: object): Promise<void> {
  return commands(
    { url, token: ownerKey },
    Array.from({ length: 50 }, () => command),
  );
}

/** As many as a member may send at once where there are rates (SPEC LIM-1). */
const DELETIONS = 20;
let deletionRequests = 0;

/** Of other messages with each request. */
function deletions({ url, ownerKey, newest }: ReadRoom): Promise<void> {
  const first = 2 + ((deletionRequests++ * DELETIONS) % newest);
  const all = Array.from({ length: DELETIONS }, (_, index) => ({ type: "delete", seq: first + index }));
  return commands({ url, token: ownerKey }, all);
}

function react(room: ReadRoom): Promise<void> {
  const reaction = { type: "react", seq: 1, emoji: "👍" };
  return commands(
    room,
    [true, false].map((on) => ({ ...reaction, on })),
  );
}

async function commands(
  { url, token }: Pick<ReadRoom, "url" | "token">,
  all: readonly object[],
): Promise<void> {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const body = JSON.stringify(all.map((command) => ({ id: crypto.randomUUID(), ...command })));
  await received(await fetch(`${url}/commands`, { method: "POST", headers, body }));
}

async function received(response: Response): Promise<void> {
  const body = await response.text();
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${body.slice(0, 200)}`);
}

/** Joins, and leaves with the first frame, which has all that is pushed. */
function join({ url }: ReadRoom, query: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace("http", "ws")}/socket?name=Reader${query}`, "majlis.v1");
    let isWelcome = false;
    socket.addEventListener("message", () => {
      isWelcome = true;
      socket.close();
    });
    socket.addEventListener("close", ({ code }) =>
      isWelcome ? resolve() : reject(new Error(`the join was closed with ${code}`)),
    );
  });
}
