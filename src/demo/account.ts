/** The accounts of the shop: only where the demonstration's own issuer runs, which is on the visitor's machine. */
import type { MajlisRoomMembers } from "../embed/element-types.ts";
import { ISSUER_ORIGIN, type Customer } from "./issuer-address.ts";

type RoomElement = HTMLElement & MajlisRoomMembers;

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;

/** Shows the accounts, or that there are none. Another page has neither. */
export async function offerAccounts(page: Document): Promise<void> {
  const notice = page.querySelector<HTMLElement>("[data-unvouched]");
  const room = page.querySelector<RoomElement>("majlis-room");
  if (notice === null || room === null) return;
  const customers = await readCustomers();
  notice.hidden = customers.length > 0;
  const account = page.querySelector<HTMLElement>(".account");
  const choices = page.querySelector(".account-choices");
  if (customers.length === 0 || account === null || choices === null) return;
  account.hidden = false;
  for (const customer of customers) choices.append(accountButton(page, room, customer));
  choices.querySelector("button")?.click();
}

/** None elsewhere than on the visitor's own machine, and where no issuer answers. */
async function readCustomers(): Promise<readonly Customer[]> {
  if (!LOOPBACK.test(location.hostname)) return [];
  try {
    const answer = await fetch(`${ISSUER_ORIGIN}/customers`);
    return answer.ok ? ((await answer.json()) as readonly Customer[]) : [];
  } catch {
    // Most who run Majlis on their machine run no issuer. The page says so.
    return [];
  }
}

function accountButton(page: Document, room: RoomElement, { id, name }: Customer): HTMLButtonElement {
  const button = page.createElement("button");
  const words = page.createElement("bdi");
  words.textContent = name;
  button.type = "button";
  button.append(words);
  button.addEventListener("click", () => {
    for (const other of page.querySelectorAll(".account-choices button"))
      other.ariaPressed = String(other === button);
    room.getToken = () => readToken(id);
  });
  return button;
}

async function readToken(id: string): Promise<string> {
  const answer = await fetch(`${ISSUER_ORIGIN}/token?customer=${encodeURIComponent(id)}`, { method: "POST" });
  if (!answer.ok) throw new Error(`the issuer answered ${answer.status}`);
  return answer.text();
}
