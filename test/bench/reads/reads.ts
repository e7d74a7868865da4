/** The reads of a room, as requests. */
import { CRAFTED_QUERY } from "../../contract/full-rooms.ts";

/** A room to read from. */
export interface ReadRoom {
  /** `http://HOST:PORT/r/ROOM` */
  readonly url: string;
  /** of a member */
  readonly token: string;
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
  { name: "transcript", send: (room) => get(room, "transcript") },
  { name: "plain page", send: (room) => get(room, "plain") },
  { name: "poll after 4,900 events", send: (room) => get(room, `messages?after=${positionBefore(room)}`) },
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
  { name: "reaction, on and off", send: react },
];

function positionBefore({ epoch, newest }: ReadRoom): string {
  return `${epoch}.${Math.max(0, newest - MISSED)}`;
}

async function get({ url }: ReadRoom, path: string): Promise<void> {
  await received(await fetch(`${url}/${path}`));
}

function search(room: ReadRoom, query: string): Promise<void> {
  return get(room, `search?${new URLSearchParams({ q: query })}`);
}

function histories(room: ReadRoom, range: object): Promise<void> {
  return commands(
    room,
    Array.from({ length: 50 }, (_, id) => ({ type: "history", id: `${id}`, ...range })),
  );
}

function react(room: ReadRoom): Promise<void> {
  const reaction = { type: "react", seq: 1, emoji: "👍" };
  return commands(
    room,
    [true, false].map((on) => ({ ...reaction, id: crypto.randomUUID(), on })),
  );
}

async function commands({ url, token }: ReadRoom, all: readonly object[]): Promise<void> {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  await received(await fetch(`${url}/commands`, { method: "POST", headers, body: JSON.stringify(all) }));
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
