import type { KeyValueStorage } from "../../client/api.ts";
import { forgetRoom, recentRooms } from "../models/recent-rooms.ts";

/** Lists the recent rooms of this browser, each with a button that removes it from the list. */
export function showRecentRooms(storage: KeyValueStorage): void {
  const section = document.querySelector<HTMLElement>("#recent");
  const list = document.querySelector<HTMLElement>("#recent-list");
  const template = document.querySelector<HTMLTemplateElement>("#recent-room");
  if (section === null || list === null || template === null) return;

  for (const room of recentRooms(storage)) {
    const item = itemFor(room, template);
    item.querySelector("button")?.addEventListener("click", () => {
      forgetRoom(storage, room);
      item.remove();
      section.hidden = list.childElementCount === 0;
    });
    list.append(item);
  }
  section.hidden = list.childElementCount === 0;
}

function itemFor(room: string, template: HTMLTemplateElement): HTMLElement {
  const item = document.importNode(template.content, true).firstElementChild;
  if (!(item instanceof HTMLElement)) throw new Error("the template holds one element");
  const link = item.querySelector("a");
  const name = item.querySelector("bdi");
  const button = item.querySelector("button");
  if (link !== null) link.href = `/r/${encodeURIComponent(room)}`;
  if (name !== null) name.textContent = room;
  if (button) button.title += `: ${room}`;
  return item;
}
