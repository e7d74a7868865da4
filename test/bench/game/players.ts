/** Players of each subject, who see where the others are. */
import { once } from "node:events";
import { FrameDecoder } from "../../../src/protocol/frame-decoder.ts";
import { pack, placeOf, unpackX } from "./grid.ts";
import type { GameJob } from "./job.ts";

export interface Player {
  /** by which the others know it */
  readonly id: string;
  /** Sends the input with this number. */
  move(n: number): void;
  leave(): void;
}

/** Called with the `x` of the place at which a player, by its id, was seen. */
export type Sees = (player: string, x: number) => void;

type Join = (job: GameJob, number: number, sees: Sees) => Promise<Player>;

export const JOIN: Readonly<Record<GameJob["subject"], Join>> = {
  bare: joinBare,
  colyseus: joinColyseus,
  majlis: joinMajlis,
};

/** Each frame goes to all as it is, so that it has the sender's number in it. */
async function joinBare(job: GameJob, number: number, sees: Sees): Promise<Player> {
  const socket = openSocket(job);
  onFrame(socket, (frame) => {
    const { id, x } = JSON.parse(frame) as { readonly id: number; readonly x: number };
    sees(`${id}`, x);
  });
  await once(socket, "open");
  const move = (n: number) => socket.send(JSON.stringify({ id: number, ...placeOf(number, n), n }));
  return { id: `${number}`, move, leave: () => socket.close() };
}

/** A signal with a key, whose data is four characters; the room echoes its count. */
async function joinMajlis(job: GameJob, number: number, sees: Sees): Promise<Player> {
  const socket = openSocket(job, `?name=P${number}&frames=deflate`, "majlis.v1");
  const decoder = new FrameDecoder();
  const { promise: welcomed, resolve } = Promise.withResolvers<string>();
  onFrame(socket, (frame) => {
    for (const event of decoder.decode(frame)) {
      if (event.type === "signal") sees(event.from.id, unpackX(String(event.data)));
      else if (event.type === "welcome") resolve(event.self.id);
      else if (event.type === "flow") socket.send(JSON.stringify({ ...event, position: "0.0" }));
    }
  });
  const id = await welcomed;
  const move = (n: number) => {
    const data = pack(placeOf(number, n));
    socket.send(JSON.stringify({ type: "signal", data, key: "at", n: n + 1 }));
  };
  return { id, move, leave: () => socket.close() };
}

/** Imported only here: its modules are installed by the bench. */
async function joinColyseus({ port }: GameJob, number: number, sees: Sees): Promise<Player> {
  const peer = await import("../peers/colyseus-player.js");
  const { id, move, leave } = await peer.joinColyseus(port, sees);
  return {
    id,
    move: (n) => {
      const { x, y } = placeOf(number, n);
      move(x, y, n);
    },
    leave,
  };
}

function openSocket({ port, path }: GameJob, query = "", protocol: string[] | string = []): WebSocket {
  return new WebSocket(`ws://127.0.0.1:${port}${path}${query}`, protocol);
}

function onFrame(socket: WebSocket, read: (frame: string) => void): void {
  socket.addEventListener("message", ({ data }) => read(String(data)));
}
