/** The identity to join with: the application's token, the stored token of a guest, or a new guest (SPEC ID-1 to ID-5). */
import type { Self } from "../protocol/member.ts";
import type { KeyValueStorage } from "./api.ts";
import type { GuestCreation } from "./guest-creation.ts";
import { hasFields, parseJsonAs } from "./json-guard.ts";

/** Supplies the application's token for each join; undefined to join as a guest. */
export type GetToken = () => Promise<string | undefined> | string | undefined;

export interface ClientIdentityOptions {
  /** the room's URL */
  readonly room: string;
  readonly storage: KeyValueStorage;
  readonly creation: GuestCreation;
  readonly getToken: GetToken | undefined;
  /** the name of a new guest */
  readonly name: string | undefined;
}

/** What a join carries: a token, or the name of a new guest. */
export interface JoinCredentials {
  readonly token?: string | undefined;
  readonly name?: string | undefined;
}

interface OfferedToken {
  readonly token: string;
  readonly by: "application" | "guest";
}

interface StoredGuest {
  readonly member: string;
  readonly token: string;
}

/** The storage key of the guest in the room with this URL: the JSON of their `member` and `token`. */
export function guestKey(room: string): string {
  return `majlis:token:${room}`;
}

function isStoredGuest(value: unknown): value is StoredGuest {
  return hasFields(value, { member: "string", token: "string" });
}

export class ClientIdentity {
  readonly #options: ClientIdentityOptions;
  readonly #key: string;
  #self: Self | undefined;
  /** the guest of this tab; undefined once the room rejected the token */
  #guest: StoredGuest | undefined;
  #offered: OfferedToken | undefined;
  #wasRejected = false;

  constructor(options: ClientIdentityOptions) {
    this.#options = options;
    this.#key = guestKey(options.room);
  }

  get self(): Self | undefined {
    return this.#self;
  }

  /** The token for HTTP requests; undefined before the first welcome. */
  get token(): string | undefined {
    return this.renewedToken ?? this.#offered?.token;
  }

  /** This guest's stored token, which another tab may have renewed by a rename; undefined for the application's member. */
  get renewedToken(): string | undefined {
    if (this.#offered?.by !== "guest") return undefined;
    const token = this.#guestToken();
    if (token !== undefined) this.#offered = { token, by: "guest" };
    return token;
  }

  /** The credentials for the next join. Rejects if the application's `getToken` does. */
  async credentials(): Promise<JoinCredentials> {
    const applicationToken = await this.#options.getToken?.();
    if (applicationToken === undefined) await this.#awaitOtherCreation();
    const guest = applicationToken === undefined ? this.#guestToken() : undefined;
    if (applicationToken !== undefined) this.#offered = { token: applicationToken, by: "application" };
    else this.#offered = guest === undefined ? undefined : { token: guest, by: "guest" };
    if (this.#offered !== undefined) return { token: this.#offered.token };
    const name = this.#self?.name ?? this.#options.name;
    return name === undefined ? {} : { name };
  }

  /** The room accepted the credentials. */
  welcomed(self: Self): void {
    this.#wasRejected = false;
    if (this.#offered?.by === "application") this.#self = self;
    else this.setSelf(self);
    this.attemptEnded();
  }

  /** The attempt to join succeeded or failed: another page may create the guest. */
  attemptEnded(): void {
    this.#options.creation.end();
  }

  /** The room sent a new token: the member was renamed, or is another one. */
  setSelf(self: Self): void {
    this.#self = self;
    if (this.#offered?.by === "application") return;
    this.#guest = { member: self.id, token: self.token };
    // Over HTTP every request carries it, so it may be rejected in the middle of a session.
    this.#offered = { token: self.token, by: "guest" };
    this.#options.storage.set(this.#key, JSON.stringify(this.#guest));
  }

  /** Renamed by another tab, which stores the new token. */
  setName(name: string): void {
    if (this.#self !== undefined) this.#self = { ...this.#self, name };
  }

  /** The room rejected the token. What to try next, once: the application's next token, or joining as a new guest. */
  tokenRejected(): "next_token" | "new_guest" | "none" {
    if (this.#wasRejected || this.#offered === undefined) return "none";
    this.#wasRejected = true;
    if (this.#offered.by === "application") return "next_token";
    if (this.#readStored()?.token === this.#offered.token) this.#options.storage.remove(this.#key);
    this.#guest = undefined;
    return "new_guest";
  }

  async #awaitOtherCreation(): Promise<void> {
    const { storage, creation } = this.#options;
    if (storage.isShared !== true || this.#guestToken() !== undefined) return;
    await creation.begin();
    if (this.#guestToken() !== undefined) creation.end();
  }

  /** The stored token, which another tab may have renewed; unless it became another guest's, then this tab's own. */
  #guestToken(): string | undefined {
    const stored = this.#readStored();
    const isOther = this.#guest !== undefined && stored?.member !== this.#guest.member;
    return isOther ? this.#guest?.token : stored?.token;
  }

  #readStored(): StoredGuest | undefined {
    return parseJsonAs(this.#options.storage.get(this.#key), isStoredGuest);
  }
}
