/** Requests to the Worker's fetch handler, inside the Workers runtime. */
import { runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import type { RoomObject } from "../../../src/durable-object/room-object.ts";
import type { Self } from "../../../src/protocol/member.ts";
import { Guest, ORIGIN } from "./guest.ts";

const TIMEOUT_MS = 8_000;

export function fetchWorker(path: string, init?: RequestInit): Promise<Response> {
  return exports.default.fetch(`${ORIGIN}${path}`, { redirect: "manual", ...init });
}

export function bearerAuth(
  token: string,
  headers: Record<string, string> = {},
): { headers: Record<string, string> } {
  return { headers: { Authorization: `Bearer ${token}`, ...headers } };
}

/** Publishes a message as a new guest, or as the member of `token`. */
export async function publishMessage(
  room: string,
  text: string,
  { token, name = "Ana" }: { token?: string; name?: string } = {},
) {
  const headers = token === undefined ? {} : bearerAuth(token).headers;
  const answer = await fetchWorker(`/r/${room}/messages?name=${name}`, {
    method: "POST",
    headers,
    body: text,
  });
  if (answer.status !== 201) throw new Error(`not published: ${await answer.text()}`);
  return answer.json<{ seq: number; id: string; from: { id: string; name: string } }>();
}

/** Joins and leaves as a guest, and returns their identity with its token. */
export async function guestWhoLeft(room: string, name: string): Promise<Self> {
  const guest = await Guest.join(room, { name });
  const { self } = await guest.next("welcome");
  guest.socket.close(1000, "bye");
  await waitUntil(`${name} has left`, async () => !(await memberNames(room)).includes(name));
  return self;
}

export async function memberNames(room: string): Promise<string[]> {
  const { list } = await (await fetchWorker(`/r/${room}/members`)).json<{ list: { name: string }[] }>();
  return list.map(({ name }) => name);
}

export async function positionOf(room: string): Promise<string> {
  const answer = await fetchWorker(`/r/${room}`, { headers: { Accept: "application/json" } });
  return (await answer.json<{ position: string }>()).position;
}

export async function isCreated(room: string): Promise<boolean> {
  const answer = await fetchWorker(`/r/${room}`, { headers: { Accept: "application/json" } });
  return (await answer.json<{ born: boolean }>()).born;
}

export function stubOf(room: string): DurableObjectStub<RoomObject> {
  return env.ROOM.getByName(room);
}

/** How many open sockets the room has. */
export function openSocketCount(room: string): Promise<number> {
  return runInDurableObject(
    stubOf(room),
    (_room, state) => state.getWebSockets().filter(({ readyState }) => readyState === WebSocket.OPEN).length,
  );
}

/** Waits for a condition. @throws Error with `description` on a timeout */
export async function waitUntil(
  description: string,
  condition: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + TIMEOUT_MS;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`did not happen: ${description}`);
    await new Promise((done) => setTimeout(done, 5));
  }
}
