/** The controls of the first page, and the shop's button that asks about its product. */
import type { MajlisRoomMembers } from "../embed/element-types.ts";

type RoomElement = HTMLElement & MajlisRoomMembers;

export function setUpPlayground(page: Document): void {
  const room = page.querySelector<RoomElement>("majlis-room");
  if (room === null) return;
  for (const button of page.querySelectorAll<HTMLButtonElement>("[data-accent]"))
    button.addEventListener("click", () => chooseAccent(page, room, button));
  const on = (act: string, listener: (button: HTMLElement) => void) => {
    const button = page.querySelector<HTMLElement>(`[data-act=${act}]`);
    button?.addEventListener("click", () => listener(button));
  };
  on("focus", () => room.focus());
  const draftOf = ({ dataset }: HTMLElement) => dataset[page.documentElement.lang] ?? "";
  on("draft", (button) => room.draft(draftOf(button)));
  on("ask", (button) => {
    room.draft(draftOf(button));
    room.focus();
  });
}

function chooseAccent(page: Document, room: HTMLElement, chosen: HTMLButtonElement): void {
  room.setAttribute("accent", chosen.dataset["accent"] ?? "");
  for (const button of page.querySelectorAll("[data-accent]")) button.ariaPressed = String(button === chosen);
}
