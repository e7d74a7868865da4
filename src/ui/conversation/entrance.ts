/**
 * Comes into a private room with the key of an invitation, or with the owner key (SPEC PRIV-4): takes its role beside the
 * connection, which the room refuses, and reloads the page.
 */
import { signal, type ReadonlySignal } from "@preact/signals";
import { defaultEnvironment } from "../../client/environment.ts";
import { claimWithKey, createGuestWithKey } from "../../client/enter-with-key.ts";
import { withoutIsolates } from "../i18n/translate.ts";
import { isOwnerKey, removeOwnerKey, storedOwnerKey, storeOwnerKey } from "../models/owner-key.ts";
import { preferredName } from "../models/preferred-name.ts";
import { deleteStoredGuest, storedToken, storeGuest } from "../models/stored-room.ts";
import type { RoomContext } from "../views/context.ts";

type EntranceContext = Pick<RoomContext, "conversation" | "page" | "storage" | "t">;

export type EntranceState =
  | { readonly name: "idle" }
  | { readonly name: "entering" }
  /** `reason` is an error of the SDK */
  | { readonly name: "refused"; readonly reason: unknown };

const entrances = new WeakMap<object, Entrance>();

/** The one of the page's room. */
export function entranceOf(context: EntranceContext): Entrance {
  const entrance = entrances.get(context.conversation) ?? new Entrance(context);
  entrances.set(context.conversation, entrance);
  return entrance;
}

const FIRST_GUEST = 10;
const GUESTS = 990;

export class Entrance {
  readonly #context: EntranceContext;
  readonly #state = signal<EntranceState>({ name: "idle" });

  constructor(context: EntranceContext) {
    this.#context = context;
  }

  get state(): ReadonlySignal<EntranceState> {
    return this.#state;
  }

  /** Takes the key's role and reloads the page; else the state says why not. */
  async enter(key: string): Promise<void> {
    if (this.#state.peek().name === "entering") return;
    this.#state.value = { name: "entering" };
    try {
      await this.#takeRole(key);
      const { storage, page } = this.#context;
      // One that was stored may have no copy elsewhere.
      if (isOwnerKey(key) && !this.#isStored(key)) storeOwnerKey(storage, page.room, { key, hasCopy: true });
      location.reload();
    } catch (reason) {
      // It was replaced (SPEC OWN-8), and will never be the room's again.
      if (codeOf(reason) === "forbidden" && this.#isStored(key))
        removeOwnerKey(this.#context.storage, this.#context.page.room);
      this.#state.value = { name: "refused", reason };
    }
  }

  #isStored(key: string): boolean {
    const { storage, page } = this.#context;
    return storedOwnerKey(storage, page.room)?.key === key;
  }

  async #takeRole(key: string): Promise<void> {
    const { storage, page } = this.#context;
    const entrance = { platform: defaultEnvironment(), room: page.url, key };
    const token = storedToken(storage, page.url);
    if (token !== undefined) {
      try {
        return await claimWithKey(entrance, token);
      } catch (error) {
        if (!isTokenRefusal(error)) throw error;
        deleteStoredGuest(storage, page.url);
      }
    }
    const grant = await createGuestWithKey(entrance, this.#guestName());
    storeGuest(storage, page.url, grant);
    // Without storage the cookie brings the guest to the page that is opened now (SPEC ID-11).
    if (storage.isShared !== true) await keepInCookie(page.url, grant.self.token);
  }

  #guestName(): string {
    const { storage, t } = this.#context;
    const number = FIRST_GUEST + Math.floor(Math.random() * GUESTS);
    return preferredName(storage) ?? withoutIsolates(t("guestName", { number }));
  }
}

function codeOf(error: unknown): unknown {
  return (Object(error) as { readonly code?: unknown }).code;
}

function isTokenRefusal(error: unknown): boolean {
  const code = codeOf(error);
  return code === "invalid_token" || code === "expired_token" || code === "revoked_token";
}

async function keepInCookie(url: URL, token: string): Promise<void> {
  const headers = { Authorization: `Bearer ${token}` };
  await fetch(`${url.href}/guest-cookie`, { method: "PUT", headers }).catch(() => undefined);
}
