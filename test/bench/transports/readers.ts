/** One reader of each kind, as plain as can be: what is measured is the server. */
import { Agent, get, type IncomingMessage } from "node:http";
import { once } from "node:events";
import { pause } from "../../support/eventually.ts";
import type { ReaderLedger } from "./ledger.ts";

export const TRANSPORTS = ["websocket", "plain_text", "events", "long_poll", "short_poll"] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** How often a poll with `wait=0` is made. */
export const SHORT_POLL_EVERY_MS = 2_000;
const WAIT_S = 25;

export interface RoomAddress {
  /** `http://…/r/ROOM` */
  readonly url: string;
  /** messages that were due before this are not measured, by `performance.now()` */
  readonly measuredFrom: () => number;
}

interface Event {
  readonly type: string;
  readonly seq?: number;
  readonly text?: string;
  readonly id?: string;
  readonly self?: { readonly token: string };
}

type Hear = (event: Event) => void;

/** Joins as a member; resolves once they are in the room, with what ends it. */
export type Join = (address: RoomAddress, name: string, ledger: ReaderLedger) => Promise<() => void>;

export const JOINS: Readonly<Record<Transport, Join>> = {
  websocket: joinBySocket,
  plain_text: joinByText,
  events: joinByStream,
  long_poll: (address, name, ledger) => joinByPolls(address, name, ledger, WAIT_S),
  short_poll: (address, name, ledger) => joinByPolls(address, name, ledger, 0),
};

function hearer(address: RoomAddress, ledger: ReaderLedger): Hear {
  return ({ type, seq, text }) => {
    if (type === "message" && seq !== undefined) ledger.note(seq, text ?? "", address.measuredFrom());
  };
}

async function joinBySocket(address: RoomAddress, name: string, ledger: ReaderLedger): Promise<() => void> {
  const socket = new WebSocket(socketUrl(address, name), "majlis.v1");
  const hear = hearer(address, ledger);
  ledger.asked();
  socket.addEventListener("message", ({ data }) => {
    for (const event of eventsIn(String(data))) {
      hear(event);
      if (event.type === "flow") socket.send(JSON.stringify({ type: "flow", id: event.id, position: "" }));
    }
  });
  await once(socket, "message");
  return () => socket.close();
}

/** A line has no number, so this reader counts: it came before anything was said. */
async function joinByText(address: RoomAddress, name: string, ledger: ReaderLedger): Promise<() => void> {
  const socket = new WebSocket(socketUrl(address, name));
  let seq = 0;
  ledger.asked();
  socket.addEventListener("message", ({ data }) => {
    for (const line of String(data).split("\n")) {
      const text = /^[^*:]+: (.*)$/.exec(line)?.[1];
      if (text !== undefined) ledger.note(++seq, text, address.measuredFrom());
    }
  });
  await once(socket, "message");
  return () => socket.close();
}

async function joinByStream(address: RoomAddress, name: string, ledger: ReaderLedger): Promise<() => void> {
  ledger.asked();
  const hear = hearer(address, ledger);
  const stream = await open(new Agent(), `${address.url}/events?name=${name}`);
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data !== undefined) hear(JSON.parse(data) as Event);
    }
  });
  stream.on("error", () => {});
  await once(stream, "data");
  return () => stream.destroy();
}

async function joinByPolls(
  address: RoomAddress,
  name: string,
  ledger: ReaderLedger,
  waitS: number,
): Promise<() => void> {
  const hear = hearer(address, ledger);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const over = new AbortController();
  let token: string | undefined;
  let position = "";
  const poll = async (wait: number): Promise<void> => {
    ledger.asked();
    const who = token === undefined ? `&name=${name}` : "";
    const url = `${address.url}/messages?after=${position}&wait=${wait}${who}`;
    const answer = await bodyOf(agent, url, token);
    position = answer.position;
    for (const event of answer.events) {
      token = event.self?.token ?? token;
      hear(event);
    }
  };
  await poll(0);
  void (async () => {
    while (!over.signal.aborted) {
      if (waitS === 0) await pause(SHORT_POLL_EVERY_MS);
      await poll(waitS).catch(() => pause(100));
    }
  })();
  return () => {
    over.abort();
    agent.destroy();
  };
}

function socketUrl({ url }: RoomAddress, name: string): string {
  return `${url.replace(/^http/, "ws")}/socket?name=${name}`;
}

function eventsIn(frame: string): Event[] {
  return [JSON.parse(frame)].flat() as Event[];
}

async function open(agent: Agent, url: string, token?: string): Promise<IncomingMessage> {
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const [answer] = (await once(get(url, { agent, headers }), "response")) as [IncomingMessage];
  if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}`);
  return answer;
}

async function bodyOf(
  agent: Agent,
  url: string,
  token: string | undefined,
): Promise<{ readonly position: string; readonly events: readonly Event[] }> {
  const answer = await open(agent, url, token);
  let body = "";
  for await (const chunk of answer.setEncoding("utf8")) body += chunk as string;
  return JSON.parse(body) as { position: string; events: Event[] };
}
