/** A member of an owned room in the real runtime, and the commands that they send. */
import type { Command } from "../../../src/protocol/commands.ts";
import type { RoomEvent } from "../../../src/protocol/events.ts";
import type { Role } from "../../../src/protocol/roles.ts";
import type { RoomSettings } from "../../../src/protocol/settings.ts";
import type { CommandType } from "../../../src/protocol/traits.ts";
import { ownedRoom } from "./owned-room.ts";
import { bearerAuth, fetchWorker, guestWhoLeft, publishMessage } from "./worker-requests.ts";

export const JSON_HEADERS = { "Content-Type": "application/json" };
export const NAME = "Ana";

/** The code with which each command was refused, undefined for those that were not. */
export type Codes = readonly (string | undefined)[];

/** The order matters: what takes a message, a role or the session away comes last, as does `rename`, which looks the role up again. */
export const COMMAND_ORDER: readonly CommandType[] = [
  "publish",
  "edit",
  "react",
  "state",
  "typing",
  "signal",
  "read",
  "history",
  "map",
  "authenticate",
  "flow",
  "time",
  "configure",
  "role",
  "moderate",
  "delete",
  "restore",
  "clear",
  "rename",
  "claim",
  "revoke",
];

export interface RuntimeScene {
  readonly room: string;
  readonly ownerKey: string;
  readonly token: string;
  readonly member: string;
  /** of a message that the member wrote as a guest */
  readonly seq: number;
}

export async function runtimeScene(): Promise<RuntimeScene> {
  const { name: room, ownerKey } = await ownedRoom();
  const { token, id: member } = await guestWhoLeft(room, NAME);
  const { seq } = await publishMessage(room, "mine", { token });
  return { room, ownerKey, token, member, seq };
}

export function giveRole(scene: RuntimeScene, role: Role): Promise<void> {
  return asOwner(scene, { type: "role", id: `role-${role}`, member: scene.member, role });
}

export function configure(scene: RuntimeScene, settings: RoomSettings): Promise<void> {
  return asOwner(scene, { type: "configure", id: "settings", settings });
}

async function asOwner({ room, ownerKey }: RuntimeScene, command: Command): Promise<void> {
  const [answer] = await postCommand(room, ownerKey, command);
  if (answer !== undefined) throw new Error(`the owner's ${command.type} was refused: ${answer}`);
}

/** A command with valid values of all fields that commands have. */
export function commandOf(type: CommandType, { seq, ownerKey }: RuntimeScene): Command {
  const about = {
    seq,
    text: "hi",
    emoji: "👍",
    on: true,
    data: 1,
    value: 1,
    name: NAME,
    position: "0.0",
    token: "x",
  };
  const more = {
    key: ownerKey,
    settings: { announcement: "tea" },
    member: "absent",
    role: "member",
    act: "kick",
  };
  return { ...about, ...more, type, id: `${type}-1` } as unknown as Command;
}

export async function postCommand(room: string, token: string, command: Command, query = ""): Promise<Codes> {
  const init = { method: "POST", body: JSON.stringify(command), ...bearerAuth(token, JSON_HEADERS) };
  const answer = await fetchWorker(`/r/${room}/commands${query}`, init);
  if (answer.status !== 200) return [(await answer.json<{ code: string }>()).code];
  const events = await answer.json<RoomEvent[]>();
  const error = events.find((event) => event.type === "error");
  return [error?.type === "error" ? error.code : undefined];
}
