/** The moderator's desk of the stream: a room of one's own, and tools that act on it through the SDK. */
import { joinRoom, type KeyValueStorage, type RoomClient } from "../client/index.ts";
import type { Message } from "../protocol/events/message.ts";

const MUTE_MS = 600_000;
const MAX_MESSAGES = 6;

interface OwnedRoom {
  readonly url: string;
  readonly ownerKey: string;
}

interface Desk {
  readonly page: Document;
  readonly room: RoomClient;
  /** shows why something could not be done */
  readonly report: (problem: unknown) => void;
}

export function openStudio(page: Document): void {
  const open = page.querySelector<HTMLButtonElement>("[data-act=open-studio]");
  if (open === null) return;
  pauseVideo(page);
  const error = page.querySelector(".studio .error");
  const report = (problem: unknown) => {
    if (error !== null) error.textContent = problem instanceof Error ? problem.message : String(problem);
  };
  open.addEventListener("click", () => {
    open.disabled = true;
    startStream(page, open.dataset[page.documentElement.lang] ?? "", report).catch((problem: unknown) => {
      open.disabled = false;
      report(problem);
    });
  });
}

/** @param name of the studio, as the page's language has it */
async function startStream(page: Document, name: string, report: Desk["report"]): Promise<void> {
  const title = page.querySelector(`h1 > [lang=${page.documentElement.lang}]`)?.textContent;
  const { url, ownerKey } = await createRoom({ title, slowModeSeconds: 5 });
  // In memory: the frame of this page has the same storage, and is another member.
  const kept = new Map<string, string>();
  const storage: KeyValueStorage = {
    get: (key) => kept.get(key),
    set: (key, value) => kept.set(key, value) === kept,
    remove: (key) => void kept.delete(key),
    keys: () => [...kept.keys()],
  };
  const room = joinRoom({ url, name, key: ownerKey, storage });
  showRoom(page, url);
  setUpDesk({ page, room, report });
}

async function createRoom(settings: object): Promise<OwnedRoom> {
  const answer = await fetch("/rooms", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(settings),
  });
  const body = (await answer.json()) as OwnedRoom & { readonly detail?: string };
  if (!answer.ok) throw new Error(body.detail ?? String(answer.status));
  return body;
}

/** The chat beside the picture becomes the new room. */
function showRoom(page: Document, url: string): void {
  const frame = page.querySelector<HTMLIFrameElement>(".chat > iframe");
  if (frame !== null) frame.src = `${url}/embed${new URL(frame.src).search}`;
  page.querySelector(".room-link")?.setAttribute("href", url);
  page.querySelector<HTMLElement>(".studio-closed")?.setAttribute("hidden", "");
  page.querySelector<HTMLElement>(".studio-open")?.removeAttribute("hidden");
}

function setUpDesk(desk: Desk): void {
  const { page, room, report } = desk;
  for (const button of page.querySelectorAll<HTMLElement>("[data-slow]"))
    button.addEventListener("click", () => {
      room.configure({ slowModeSeconds: Number(button.dataset["slow"]) }).catch(report);
    });
  room.on("settings", ({ slowModeSeconds = 0 }) => {
    for (const button of page.querySelectorAll<HTMLElement>("[data-slow]"))
      button.ariaPressed = String(Number(button.dataset["slow"]) === slowModeSeconds);
  });
  page.querySelector(".announce")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const announcement = page.querySelector<HTMLInputElement>("#announcement")?.value ?? "";
    room.configure({ announcement }).catch(report);
  });
  room.on("event", (event) => {
    if (event.type === "message") addMessage(desk, event);
    if (event.type === "delete") page.querySelector(`.queue [data-seq="${event.target}"]`)?.remove();
    showEmpty(page);
  });
}

function addMessage({ page, room, report }: Desk, { seq, from, text }: Message): void {
  const queue = page.querySelector(".queue");
  const template = page.querySelector<HTMLTemplateElement>("#queue-item");
  const item = template?.content.firstElementChild?.cloneNode(true) as HTMLElement | null | undefined;
  if (queue === null || item === null || item === undefined) return;
  item.dataset["seq"] = String(seq);
  item.querySelector("b")?.append(from.name);
  item.querySelector("span")?.append(text);
  const on = (act: string, tool: () => Promise<void>) =>
    item.querySelector(`[data-do=${act}]`)?.addEventListener("click", () => void tool().catch(report));
  on("delete", () => room.delete(seq));
  on("mute", () => room.moderate("mute", from.id, { seq, until: Date.now() + MUTE_MS }));
  queue.prepend(item);
  while (queue.children.length > MAX_MESSAGES) queue.lastElementChild?.remove();
}

function showEmpty(page: Document): void {
  const hasMessages = page.querySelector(".queue > li") !== null;
  page.querySelector(".queue-empty")?.toggleAttribute("hidden", hasMessages);
}

/** What moves can be stopped (WCAG 2.2.2). */
function pauseVideo(page: Document): void {
  const button = page.querySelector<HTMLButtonElement>("[data-act=pause]");
  button?.addEventListener("click", () => {
    const isPaused = button.ariaPressed !== "true";
    button.ariaPressed = String(isPaused);
    page.querySelector(".screen")?.toggleAttribute("data-paused", isPaused);
  });
}
