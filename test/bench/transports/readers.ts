/** Minimal readers, one for each transport: the server is what is measured. */
import { Agent, get, type IncomingMessage } from "node:http";
import { once } from "node:events";
import { pause } from "../../support/eventually.ts";
import type { ReaderRecord } from "./delivery-record.ts";

export const TRANSPORTS = ["websocket", "plain_text", "events", "long_poll", "short_poll"] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** Interval of polls with `wait=0`. */
export const SHORT_POLL_INTERVAL_MS = 2_000;
const WAIT_S = 25;

export interface RoomAddress {
  /** `http://…/r/ROOM` */
  readonly url: string;
  /** messages due before this do not count; by `performance.now()` */
  readonly measuredFrom: () => number;
}

interface RoomEventJson {
  readonly type: string;
  readonly seq?: number;
  readonly text?: string;
  readonly id?: string;
  readonly self?: { readonly token: string };
}

type OnEvent = (event: RoomEventJson) => void;

/** Joins as a member; resolves once joined, with a function that leaves. */
export type Join = (address: RoomAddress, name: string, record: ReaderRecord) => Promise<() => void>;

export const JOINS: Readonly<Record<Transport, Join>> = {
  websocket: joinBySocket,
  plain_text: joinByText,
  events: joinByStream,
  long_poll: (address, name, record) => joinByPolls(address, name, record, WAIT_S),
  short_poll: (address, name, record) => joinByPolls(address, name, record, 0),
};

function eventRecorder(address: RoomAddress, record: ReaderRecord): OnEvent {
  return ({ type, seq, text }) => {
    if (type === "message" && seq !== undefined)
      record.recordMessage(seq, text ?? "", address.measuredFrom());
  };
}

async function joinBySocket(address: RoomAddress, name: string, record: ReaderRecord): Promise<() => void> {
  const socket = new WebSocket(socketUrl(address, name), "majlis.v1");
  const onEvent = eventRecorder(address, record);
  record.countRequest();
  socket.addEventListener("message", ({ data }) => {
    for (const event of eventsIn(String(data))) {
      onEvent(event);
      if (event.type === "flow") socket.send(JSON.stringify({ type: "flow", id: event.id, position: "" }));
    }
  });
  await once(socket, "message");
  return () => socket.close();
}

/** A line of plain text has no seq, so this reader counts: it joins before the first message. */
async function joinByText(address: RoomAddress, name: string, record: ReaderRecord): Promise<() => void> {
  const socket = new WebSocket(socketUrl(address, name));
  let seq = 0;
  record.countRequest();
  socket.addEventListener("message", ({ data }) => {
    for (const line of String(data).split("\n")) {
      const text = /^[^*:]+: (.*)$/.exec(line)?.[1];
      if (text !== undefined) record.recordMessage(++seq, text, address.measuredFrom());
    }
  });
  await once(socket, "message");
  return () => socket.close();
}

async function joinByStream(address: RoomAddress, name: string, record: ReaderRecord): Promise<() => void> {
  record.countRequest();
  const onEvent = eventRecorder(address, record);
  const stream = await openResponse(new Agent(), `${address.url}/events?name=${name}`);
  let buffered = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const blocks = (buffered + chunk).split("\n\n");
    buffered = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data !== undefined) onEvent(JSON.parse(data) as RoomEventJson);
    }
  });
  stream.on("error", () => {});
  await once(stream, "data");
  return () => stream.destroy();
}

async function joinByPolls(
  address: RoomAddress,
  name: string,
  record: ReaderRecord,
  waitS: number,
): Promise<() => void> {
  const onEvent = eventRecorder(address, record);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const aborter = new AbortController();
  let token: string | undefined;
  let position = "";
  const poll = async (wait: number): Promise<void> => {
    record.countRequest();
    const nameQuery = token === undefined ? `&name=${name}` : "";
    const url = `${address.url}/messages?after=${position}&wait=${wait}${nameQuery}`;
    const response = await bodyOf(agent, url, token);
    position = response.position;
    for (const event of response.events) {
      token = event.self?.token ?? token;
      onEvent(event);
    }
  };
  await poll(0);
  void (async () => {
    while (!aborter.signal.aborted) {
      if (waitS === 0) await pause(SHORT_POLL_INTERVAL_MS);
      await poll(waitS).catch(() => pause(100));
    }
  })();
  return () => {
    aborter.abort();
    agent.destroy();
  };
}

function socketUrl({ url }: RoomAddress, name: string): string {
  return `${url.replace(/^http/, "ws")}/socket?name=${name}`;
}

function eventsIn(frame: string): RoomEventJson[] {
  return [JSON.parse(frame)].flat() as RoomEventJson[];
}

async function openResponse(agent: Agent, url: string, token?: string): Promise<IncomingMessage> {
  const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const [response] = (await once(get(url, { agent, headers }), "response")) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}`);
  return response;
}

async function bodyOf(
  agent: Agent,
  url: string,
  token: string | undefined,
): Promise<{ readonly position: string; readonly events: readonly RoomEventJson[] }> {
  const response = await openResponse(agent, url, token);
  let body = "";
  for await (const chunk of response.setEncoding("utf8")) body += chunk as string;
  return JSON.parse(body) as { position: string; events: RoomEventJson[] };
}
