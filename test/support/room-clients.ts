/** Clients of a room beside its pages: its owner, other members, and who they see there. */
import { vi } from "vitest";
import { joinRoom, type RoomClient } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import { eventually } from "./eventually.ts";
import type { OwnedRoom } from "./owned-room.ts";

/** As in eventually.ts: only ends a test that fails. */
const TIMEOUT_MS = 30_000;

/** A member who has joined; the caller closes the client. */
export async function joinAs(url: string, name: string): Promise<RoomClient> {
  const member = joinRoom({ url, name, storage: memoryStorage() });
  await eventually(`${name} has joined`, () => member.state.name === "online");
  return member;
}

/** Olga, who owns the room; the caller closes the client. */
export async function joinAsOwner({
  url,
  ownerKey,
}: Pick<OwnedRoom, "url" | "ownerKey">): Promise<RoomClient> {
  const owner = await joinAs(url, "Olga");
  await owner.claim(ownerKey);
  return owner;
}

/**
 * The id of the member of this name, as soon as the client's roster has them: that a page has joined is known there before
 * the others know it (SPEC PRES-1).
 * @throws Error if they do not come
 */
export function memberNamed(client: Pick<RoomClient, "roster">, name: string): Promise<string> {
  return vi.waitFor(
    () => {
      const member = client.roster.list.find((each) => each.name === name);
      if (member === undefined) throw new Error(`${name} is not here`);
      return member.id;
    },
    { timeout: TIMEOUT_MS },
  );
}
