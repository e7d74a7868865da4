/** The controls of the first page, and the shop's button that asks about its product. */
import type { MajlisRoomMembers } from "../embed/element-types.ts";

type RoomElement = HTMLElement & MajlisRoomMembers;

const DRAFTS: Readonly<Record<string, string>> = {
  en: "Hello! I found you on a page.",
  ar: "مرحبًا! وجدتكم في صفحة.",
};

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
  on("draft", () => room.draft(DRAFTS[page.documentElement.lang] ?? ""));
  on("ask", ({ dataset }) => {
    room.draft(dataset[page.documentElement.lang === "ar" ? "draftAr" : "draftEn"] ?? "");
    room.focus();
  });
}

function chooseAccent(page: Document, room: HTMLElement, chosen: HTMLButtonElement): void {
  room.setAttribute("accent", chosen.dataset["accent"] ?? "");
  for (const button of page.querySelectorAll("[data-accent]")) button.ariaPressed = String(button === chosen);
}
