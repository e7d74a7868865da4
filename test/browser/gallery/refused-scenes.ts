/** The scenes of those who may not write, or not be in a room. */
import type { RoomSettings } from "../../../src/protocol/settings.ts";
import { createOwnedRoom, type OwnedRoom } from "../../support/owned-room.ts";
import { open, type Scene, type SceneContext } from "./scene.ts";

const CLOSED_COMPOSER = ".writing-closed";
/** In a room that the user may not be in. */
const CLOSED_ROOM = ".closed";

export const REFUSED_SCENES: readonly Scene[] = [
  { name: "members-write", arrange: (scene) => openWith(scene, { write: "members" }, CLOSED_COMPOSER) },
  { name: "moderators-write", arrange: (scene) => openWith(scene, { write: "moderators" }, CLOSED_COMPOSER) },
  {
    name: "slow-mode",
    async arrange(scene) {
      await openWith(scene, { slowModeSeconds: 21_600 }, "#write");
      const { page, composer } = scene.user;
      await composer.fill("one an hour");
      await page.locator(".send").click();
      await page.locator(".message.own[data-delivery='stored']").waitFor();
      await page.locator(".composer p.limit").waitFor();
    },
  },
  {
    name: "muted",
    arrange: (scene) => arrangeAct(scene, { act: "mute", reason: "advertising" }, CLOSED_COMPOSER),
  },
  {
    name: "kicked",
    isErrorPage: true,
    arrange: (scene) => arrangeAct(scene, { act: "kick" }, CLOSED_ROOM),
  },
  {
    name: "banned",
    isErrorPage: true,
    arrange: (scene) => arrangeAct(scene, { act: "ban", until: Date.now() + 3_600_000 }, CLOSED_ROOM),
  },
  {
    name: "private",
    isErrorPage: true,
    arrange: (scene) => openWith(scene, { read: "members" }, ".gone input"),
  },
  {
    name: "deleted",
    isErrorPage: true,
    async arrange(scene) {
      const { url, ownerKey } = await create(scene, {});
      await fetch(url, { method: "DELETE", headers: { Authorization: `Bearer ${ownerKey}` } });
      await open(scene.user, url, "h1, h2");
    },
  },
];

let count = 0;

/** A room that only this scene uses. */
function create({ origin, room }: SceneContext, settings: RoomSettings): Promise<OwnedRoom> {
  const name = new URL(room(`refused-${++count}`)).pathname.split("/").at(-1) ?? "";
  return createOwnedRoom(origin, name, settings);
}

async function openWith(scene: SceneContext, settings: RoomSettings, until: string): Promise<OwnedRoom> {
  const owned = await create(scene, settings);
  await open(scene.user, owned.url, until);
  return owned;
}

/** The owner does something to the user, who is in the room. */
async function arrangeAct(scene: SceneContext, act: object, until: string): Promise<void> {
  const { url, ownerKey } = await openWith(scene, {}, "#write");
  await scene.user.waitForJoin();
  const headers = { Authorization: `Bearer ${ownerKey}`, "Content-Type": "application/json" };
  const { list } = (await (await fetch(`${url}/members`)).json()) as {
    readonly list: readonly { readonly id: string }[];
  };
  const command = { type: "moderate", id: "act-1", member: list[0]?.id, ...act };
  await fetch(`${url}/commands`, { method: "POST", headers, body: JSON.stringify(command) });
  await scene.user.page.locator(until).waitFor();
}
