/** Rooms with owners over HTTP (SPEC HTTP-20), for tests of pages. */
import type { RoomSettings } from "../../src/protocol/settings.ts";
import type { Role } from "../../src/protocol/roles.ts";

export interface OwnedRoom {
  readonly url: string;
  readonly name: string;
  readonly ownerKey: string;
}

export async function createOwnedRoom(
  origin: string,
  name: string,
  settings: RoomSettings = {},
): Promise<OwnedRoom> {
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ name, ...settings });
  const answer = await fetch(`${origin}/rooms`, { method: "POST", headers, body });
  if (answer.status !== 201) throw new Error(`not created: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as OwnedRoom;
}

/** Changes settings as the owner (SPEC OWN-4). */
export async function configure({ url, ownerKey }: OwnedRoom, settings: RoomSettings): Promise<void> {
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${ownerKey}` };
  const answer = await fetch(`${url}/settings`, { method: "PATCH", headers, body: JSON.stringify(settings) });
  if (!answer.ok) throw new Error(`not changed: ${answer.status} ${await answer.text()}`);
}

/** The roles of the members in the room, by name. */
export async function rolesIn(url: string): Promise<Readonly<Record<string, Role>>> {
  const { list } = (await (await fetch(`${url}/members`)).json()) as {
    readonly list: readonly { readonly name: string; readonly role: Role }[];
  };
  return Object.fromEntries(list.map(({ name, role }) => [name, role]));
}
