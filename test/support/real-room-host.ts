/** The real room with real SQL behind the fake sockets of an SDK under test. */
import { CLOSES } from "../../src/protocol/close-codes.ts";
import { decodeCommand } from "../../src/protocol/decode-command.ts";
import { encodeEvent } from "../../src/protocol/encode.ts";
import type { TicketGrant } from "../../src/protocol/ticket-grant.ts";
import type { FakeSocket, FakeTicketRequest, SocketHost } from "./fake-socket.ts";
import { FakeWorld } from "./fake-world.ts";
import { TestRoom, type TestGuest, type TestRoomOptions } from "./test-room.ts";

export class RealRoomHost implements SocketHost {
  readonly room: TestRoom;
  readonly #guests = new Map<FakeSocket, TestGuest>();

  constructor(options: TestRoomOptions) {
    this.room = new TestRoom(options);
  }

  grantTicket({ token, name, use }: FakeTicketRequest): TicketGrant | { code: number; reason: string } {
    const granted = this.room.room.grantTicket({ token, name, use, address: undefined });
    if (granted.ok) return granted.value.grant;
    const { code } = granted.failure;
    return code === "invalid_name" || code === "invalid_token" ? CLOSES[code] : CLOSES.unavailable;
  }

  opened(socket: FakeSocket): void {
    const { query, ticket } = socket;
    const token = ticket === undefined ? socket.token : undefined;
    const position = query.get("position");
    const session = query.get("session");
    const client =
      session === null ? undefined : { session, generation: Number(query.get("generation")), isSocket: true };
    const guest = this.room.tryJoin(query.get("name") ?? undefined, {
      ...(ticket === undefined ? {} : { ticket }),
      ...(client === undefined ? {} : { client }),
      ...(token === undefined ? {} : { token }),
      ...(position === null ? {} : { position }),
    });
    if (typeof guest === "string") return socket.end({ ...CLOSES[guest], wasClean: true });
    this.#guests.set(socket, guest);
    this.#deliver();
  }

  received(socket: FakeSocket, frame: string): void {
    const command = decodeCommand(frame, this.room.limits.frameDepth);
    if (!command.ok) throw new Error(`the SDK sent ${frame}`);
    this.#guests.get(socket)?.send(command.value);
    this.#deliver();
  }

  closed(socket: FakeSocket): void {
    const guest = this.#guests.get(socket);
    this.#guests.delete(socket);
    if (guest !== undefined) this.room.leave(guest);
    this.#deliver();
  }

  /** Lets the room's time pass. */
  pass(ms: number): void {
    this.room.pass(ms);
    this.#deliver();
  }

  #deliver(): void {
    for (const [socket, { received: heard }] of this.#guests) {
      for (const event of heard.splice(0)) socket.toClient.push(encodeEvent(event));
    }
  }
}

export function worldWithRealRoom(options: TestRoomOptions = {}) {
  const host = new RealRoomHost(options);
  return { world: new FakeWorld(host), host };
}
