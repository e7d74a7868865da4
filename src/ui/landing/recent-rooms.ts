import type { KeyValueStorage } from "../../client/api.ts";
import { forgetRoom } from "../browser/forget-room.ts";
import { storedOwnerKey } from "../models/owner-key.ts";
import { recentRooms } from "../models/recent-rooms.ts";
import { roomPath } from "../models/room-path.ts";
import { listedTitle, nameBeside } from "../models/room-titles.ts";

/**
 * Lists the recent rooms of this browser, with a mark on those whose owner key it has. Each has a button that forgets it,
 * and the guest that this browser is there.
 */
export function showRecentRooms(storage: KeyValueStorage): void {
  const section = document.querySelector<HTMLElement>("#recent");
  const list = document.querySelector<HTMLElement>("#recent-list");
  const template = document.querySelector<HTMLTemplateElement>("#recent-room");
  if (section === null || list === null || template === null) return;

  for (const room of recentRooms(storage)) {
    const isOwn = storedOwnerKey(storage, room) !== undefined;
    const item = itemFor(room, { title: listedTitle(storage, room), isOwn }, template);
    const button = item.querySelector("button");
    button?.addEventListener("click", () => {
      if (!confirm(button.dataset[isOwn ? "confirmOwn" : "confirm"])) return;
      void forgetRoom(storage, room, new URL(roomPath(room), location.href));
      item.remove();
      section.hidden = list.childElementCount === 0;
    });
    list.append(item);
  }
  section.hidden = list.childElementCount === 0;
}

interface ListedRoom {
  readonly title: string;
  readonly isOwn: boolean;
}

function itemFor(room: string, { title, isOwn }: ListedRoom, template: HTMLTemplateElement): HTMLElement {
  const item = document.importNode(template.content, true).firstElementChild;
  if (!(item instanceof HTMLElement)) throw new Error("the template holds one element");
  const link = item.querySelector("a");
  const name = item.querySelector("bdi");
  const button = item.querySelector("button");
  if (!isOwn) item.querySelector(".own-mark")?.remove();
  if (link !== null) {
    link.href = roomPath(room);
    link.title = nameBeside(title, room) ?? "";
  }
  if (name !== null) name.textContent = title;
  if (button) button.title += `: ${title}`;
  return item;
}
