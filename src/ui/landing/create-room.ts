/** Creates a room with an owner (SPEC HTTP-20) by the form's button; without this script the form opens a common room. */
import type { KeyValueStorage } from "../../client/api.ts";
import { hasFields } from "../../client/json-guard.ts";
import { storeOwnerKey } from "../models/owner-key.ts";
import { ownerFragment } from "../models/owner-link.ts";
import { roomPath } from "../models/room-path.ts";

interface CreatedRoom {
  readonly name: string;
  readonly ownerKey: string;
}

/** Why a room was not created. The page has the texts, in attributes of these names. */
type Refusal = "exists" | "forbidden" | "busy" | "failed";

/** By the status of the answer; any other is `failed`. */
const REFUSALS: ReadonlyMap<number, Refusal> = new Map([
  [403, "forbidden"],
  [409, "exists"],
  [429, "busy"],
]);

/** Call it after `checkName`: a room is only created if its name was not refused. */
export function enableCreation(
  form: HTMLFormElement,
  input: HTMLInputElement,
  storage: KeyValueStorage,
): void {
  const button = form.querySelector<HTMLButtonElement>("#create");
  const problem = form.querySelector<HTMLElement>("#create-problem");
  const existing = form.querySelector<HTMLAnchorElement>("#open-existing");
  if (button === null || problem === null || existing === null) return;

  const show = (refusal: Refusal | undefined): void => {
    problem.textContent = refusal === undefined ? "" : (problem.dataset[refusal] ?? "");
    existing.hidden = refusal !== "exists";
    existing.href = roomAddress(form, input.value);
    if (refusal === "exists") existing.focus();
  };

  const create = async (): Promise<void> => {
    const created = await postRoom(input.value);
    if (typeof created === "string") return show(created);
    location.assign(roomAddress(form, created.name) + fragmentFor(created, storage));
  };

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.submitter !== button) return;
    event.preventDefault();
    if (button.ariaBusy === "true") return;
    button.ariaBusy = "true";
    show(undefined);
    void create().finally(() => (button.ariaBusy = null));
  });
  input.addEventListener("input", () => show(undefined));
}

/** In the language that the page's own address chose, if it did. */
function roomAddress(form: HTMLFormElement, name: string): string {
  const language = form.querySelector<HTMLInputElement>("[name=lang]")?.value;
  return roomPath(name) + (language === undefined ? "" : `?lang=${language}`);
}

/** Stores the owner key; where no later page would find it, the address carries it. */
function fragmentFor({ name, ownerKey }: CreatedRoom, storage: KeyValueStorage): string {
  const isKept = storage.isShared === true && storeOwnerKey(storage, name, { key: ownerKey, hasCopy: false });
  return isKept ? "" : ownerFragment(ownerKey);
}

async function postRoom(name: string): Promise<CreatedRoom | Refusal> {
  try {
    const response = await fetch("/rooms", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name }),
    });
    const answer: unknown = await response.json();
    return isCreatedRoom(answer) ? answer : (REFUSALS.get(response.status) ?? "failed");
  } catch {
    return "failed";
  }
}

function isCreatedRoom(value: unknown): value is CreatedRoom {
  return hasFields(value, { name: "string", ownerKey: "string" });
}
