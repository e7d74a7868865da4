/** As whom this side joins: by the application's token, by the guest's own, or as a new guest (SPEC ID-1 to ID-5). */
import type { Self } from "../protocol/member.ts";
import type { KeyValueStorage } from "./api.ts";
import { hasFields, readStored } from "./stored.ts";

/** A token of the application, anew for each join; undefined to come as a guest. */
export type GetToken = () => Promise<string | undefined> | string | undefined;

export interface IdentityOptions {
  /** the room's URL */
  readonly room: string;
  readonly storage: KeyValueStorage;
  readonly getToken: GetToken | undefined;
  /** what a new guest is called */
  readonly name: string | undefined;
}

export interface Credentials {
  readonly token?: string | undefined;
  readonly name?: string | undefined;
}

interface Offered {
  readonly token: string;
  readonly by: "application" | "guest";
}

interface Stored {
  readonly member: string;
  readonly token: string;
}

function isStored(value: unknown): value is Stored {
  return hasFields(value, { member: "string", token: "string" });
}

export class Identity {
  readonly #options: IdentityOptions;
  readonly #key: string;
  #self: Self | undefined;
  /** the guest's token of this tab; undefined once the room refused it */
  #guest: Stored | undefined;
  #offered: Offered | undefined;
  #wasRefused = false;

  constructor(options: IdentityOptions) {
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

  async credentials(): Promise<Credentials> {
    const given = await this.#options.getToken?.();
    const guest = given === undefined ? this.#guestToken() : undefined;
    if (given !== undefined) this.#offered = { token: given, by: "application" };
    else this.#offered = guest === undefined ? undefined : { token: guest, by: "guest" };
    if (this.#offered !== undefined) return { token: this.#offered.token };
    const name = this.#self?.name ?? this.#options.name;
    return name === undefined ? {} : { name };
  }

  welcomed(self: Self): void {
    this.#wasRefused = false;
    if (this.#offered?.by === "application") this.#self = self;
    else this.becomes(self);
  }

  /** Renamed, or another member: the room gave a new token. */
  becomes(self: Self): void {
    this.#self = self;
    if (this.#offered?.by === "application") return;
    this.#guest = { member: self.id, token: self.token };
    // Over HTTP it is offered with every request, and may be refused in mid-session.
    this.#offered = { token: self.token, by: "guest" };
    this.#options.storage.set(this.#key, JSON.stringify(this.#guest));
  }

  /** Renamed from another tab, which keeps the new token. */
  isCalled(name: string): void {
    if (this.#self !== undefined) this.#self = { ...this.#self, name };
  }

  /** The room refused the token. What is left to try, once: the application's next token, or coming as a new guest. */
  refused(): "next_token" | "new_guest" | "nothing" {
    if (this.#wasRefused || this.#offered === undefined) return "nothing";
    this.#wasRefused = true;
    if (this.#offered.by === "application") return "next_token";
    if (this.#stored()?.token === this.#offered.token) this.#options.storage.remove(this.#key);
    this.#guest = undefined;
    return "new_guest";
  }

  /** Another tab may have renewed the token. But where it is another guest, this one stays who it is. */
  #guestToken(): string | undefined {
    const stored = this.#stored();
    const isOther = this.#guest !== undefined && stored?.member !== this.#guest.member;
    return isOther ? this.#guest?.token : stored?.token;
  }

  #stored(): Stored | undefined {
    return readStored(this.#options.storage.get(this.#key), isStored);
  }
}
