/** As whom this side joins: by the application's token, by the guest's own, or as a new guest (SPEC ID-1 to ID-5). */
import type { Self } from "../protocol/member.ts";
import type { KeyValueStorage } from "./api.ts";
import { hasFields, parseJsonAs } from "./json-guard.ts";

/** A token of the application, anew for each join; undefined to come as a guest. */
export type GetToken = () => Promise<string | undefined> | string | undefined;

export interface ClientIdentityOptions {
  /** the room's URL */
  readonly room: string;
  readonly storage: KeyValueStorage;
  readonly getToken: GetToken | undefined;
  /** what a new guest is called */
  readonly name: string | undefined;
}

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

function isStoredGuest(value: unknown): value is StoredGuest {
  return hasFields(value, { member: "string", token: "string" });
}

export class ClientIdentity {
  readonly #options: ClientIdentityOptions;
  readonly #key: string;
  #self: Self | undefined;
  /** the guest's token of this tab; undefined once the room refused it */
  #guest: StoredGuest | undefined;
  #offered: OfferedToken | undefined;
  #wasRejected = false;

  constructor(options: ClientIdentityOptions) {
    this.#options = options;
    this.#key = `majlis:token:${options.room}`;
  }

  get self(): Self | undefined {
    return this.#self;
  }

  /** With which token a request goes; undefined before the first welcome. */
  get token(): string | undefined {
    return this.#offered?.token;
  }

  async credentials(): Promise<JoinCredentials> {
    const applicationToken = await this.#options.getToken?.();
    const guest = applicationToken === undefined ? this.#guestToken() : undefined;
    if (applicationToken !== undefined) this.#offered = { token: applicationToken, by: "application" };
    else this.#offered = guest === undefined ? undefined : { token: guest, by: "guest" };
    if (this.#offered !== undefined) return { token: this.#offered.token };
    const name = this.#self?.name ?? this.#options.name;
    return name === undefined ? {} : { name };
  }

  welcomed(self: Self): void {
    this.#wasRejected = false;
    if (this.#offered?.by === "application") this.#self = self;
    else this.setSelf(self);
  }

  /** Renamed, or another member: the room gave a new token. */
  setSelf(self: Self): void {
    this.#self = self;
    if (this.#offered?.by === "application") return;
    this.#guest = { member: self.id, token: self.token };
    // Over HTTP it is offered with every request, and may be refused in mid-session.
    this.#offered = { token: self.token, by: "guest" };
    this.#options.storage.set(this.#key, JSON.stringify(this.#guest));
  }

  /** Renamed from another tab, which keeps the new token. */
  setName(name: string): void {
    if (this.#self !== undefined) this.#self = { ...this.#self, name };
  }

  /** The room refused the token. What is left to try, once: the application's next token, or coming as a new guest. */
  tokenRejected(): "next_token" | "new_guest" | "none" {
    if (this.#wasRejected || this.#offered === undefined) return "none";
    this.#wasRejected = true;
    if (this.#offered.by === "application") return "next_token";
    if (this.#readStored()?.token === this.#offered.token) this.#options.storage.remove(this.#key);
    this.#guest = undefined;
    return "new_guest";
  }

  /** Another tab may have renewed the token. But where it is another guest, this one stays who it is. */
  #guestToken(): string | undefined {
    const stored = this.#readStored();
    const isOther = this.#guest !== undefined && stored?.member !== this.#guest.member;
    return isOther ? this.#guest?.token : stored?.token;
  }

  #readStored(): StoredGuest | undefined {
    return parseJsonAs(this.#options.storage.get(this.#key), isStoredGuest);
  }
}
