/** Scenes for tests of permissions: a member with a role, every way in which they come, and every way to send a command. */
import type { Command } from "../../src/protocol/commands.ts";
import type { RoomEvent } from "../../src/protocol/events.ts";
import type { Role } from "../../src/protocol/roles.ts";
import { COMMAND_TRAITS, type CommandType } from "../../src/protocol/traits.ts";
import { ticketOf } from "./tickets.ts";
import { type TestGuest, TestRoom } from "./test-room.ts";

export const TYPES = Object.keys(COMMAND_TRAITS) as CommandType[];

const UNLIMITED = { perSecond: 1_000_000, burst: 1_000_000 };
const LIMITS = { memberRate: UNLIMITED, roomRate: UNLIMITED, frameRate: UNLIMITED, signalRate: UNLIMITED };

/** Valid values of all fields that commands have, about message 1, which the sender wrote. */
export function commandOf(type: CommandType, ownerKey: string): Command {
  const values = {
    seq: 1,
    text: "hi",
    emoji: "👍",
    on: true,
    data: 1,
    name: "Bo",
    position: "0.0",
    token: "x",
  };
  const more = {
    key: ownerKey,
    settings: { write: "everyone" },
    member: "absent",
    role: "member",
    act: "kick",
  };
  return { ...values, ...more, type, id: `${type}-1` } as unknown as Command;
}

export interface Scene {
  readonly room: TestRoom;
  readonly ownerKey: string;
  readonly sender: TestGuest;
}

type Send = (scene: Scene, command: Command) => readonly RoomEvent[];

/** Each is another way from a command to the room. */
export const TRANSPORTS: Readonly<Record<string, Send>> = {
  socket: ({ sender }, command) => sender.send(command),
  "plain text": ({ sender, room }, command) => {
    const origin = { kind: "session", connection: sender.session.connection, idSource: "generated" } as const;
    const { answer, effects } = room.room.execute(origin, command);
    return [...answer, ...effects.flatMap((effect) => (effect.to === "everyone" ? [effect.event] : []))];
  },
  "HTTP without a stream": ({ sender, room }, command) => room.sendOverHttp(tokenOf(sender), command),
  "HTTP with a stream": ({ sender, room }, command) =>
    room.sendOverHttp(tokenOf(sender), command, { own: sender }),
};

type JoinOptions = NonNullable<Parameters<TestRoom["join"]>[1]>;

/** How a member comes back: each proves who they are in another way, or asks for something else. */
export const RETURNS: Readonly<Record<string, (scene: Scene) => JoinOptions>> = {
  "joined again by token": ({ sender }) => ({ token: tokenOf(sender) }),
  "joined again by ticket": ({ sender, room }) => {
    const use = { session: "s", generation: 1 };
    const ticket = ticketOf(sender.last("welcome").self.ticketKey ?? "", room.now, use);
    return { ticket, client: { ...use, isSocket: true } };
  },
  "joined again by stream": ({ sender }) => ({ token: tokenOf(sender), stream: "s" }),
  "after a recovery": ({ sender, room }) => ({
    token: tokenOf(sender),
    position: room.read.view().position,
  }),
};

type Arrive = (role: Role) => Scene;

/** Each is another moment in which the room has to know the role. */
export const ARRIVALS: Readonly<Record<string, Arrive>> = {
  "given while here": (role) => {
    const scene = sceneOf("guest");
    giveRole(scene, role);
    return scene;
  },
  "taken while here": (role) => {
    const scene = sceneOf(role === "owner" ? "guest" : "owner");
    giveRole(scene, role);
    return scene;
  },
  ...Object.fromEntries(
    Object.entries(RETURNS).map(([how, optionsOf]) => [how, (role: Role) => rejoined(role, optionsOf)]),
  ),
  "after hibernation": (role) => {
    const scene = sceneOf("owner");
    // The attachment of the connection still says owner.
    const { session } = scene.sender;
    giveRole(scene, role);
    scene.sender.updateSession({ ...scene.sender.session, role: session.role });
    scene.room.evict();
    return scene;
  },
};

export function sceneOf(role: Role): Scene {
  const room = new TestRoom({ limits: LIMITS });
  const ownerKey = room.own();
  const sender = room.join("Ana");
  sender.publish("mine");
  const scene = { room, ownerKey, sender };
  if (role !== "guest") giveRole(scene, role);
  return scene;
}

function giveRole({ room, ownerKey, sender }: Scene, role: Role): void {
  room.giveRole(ownerKey, sender.session.member, role);
}

/** A member with `role` who leaves and comes back; `meanwhile` happens in between. */
export function rejoined(
  role: Role,
  optionsOf: (scene: Scene) => JoinOptions,
  meanwhile: (scene: Scene) => void = () => undefined,
): Scene {
  const scene = sceneOf(role);
  const options = optionsOf(scene);
  const token = tokenOf(scene.sender);
  scene.room.leave(scene.sender);
  meanwhile(scene);
  const sender = scene.room.join(undefined, options);
  tokens.set(sender, token);
  return { ...scene, sender };
}

/** Of guests who joined by ticket, and so were given none. */
const tokens = new WeakMap<TestGuest, string>();

export function tokenOf(guest: TestGuest): string {
  return tokens.get(guest) ?? guest.last("welcome").self.token;
}

export function codeOf(events: readonly RoomEvent[]): string | undefined {
  const error = events.find((event) => event.type === "error");
  return error?.type === "error" ? error.code : undefined;
}

/** Sends a command of that type over that transport; returns what answers it. */
export function send(transport: string, scene: Scene, type: CommandType): readonly RoomEvent[] {
  const over = TRANSPORTS[transport];
  if (over === undefined) throw new Error(`no transport ${transport}`);
  return over(scene, commandOf(type, scene.ownerKey));
}
