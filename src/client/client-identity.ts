/** The identity to join with: the application's token, the stored token of a guest, or a new guest (SPEC ID-1 to ID-5). */
import type { Member, Self } from "../protocol/member.ts";
import type { TicketGrant } from "../protocol/ticket-grant.ts";
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
  /** ms since 1970 */
  readonly now: () => number;
  /** the name of a new guest */
  readonly name: string | undefined;
}

/** What a join carries: a token, or nothing for a new guest without a chosen name. */
export interface JoinCredentials {
  readonly token?: string | undefined;
}

/** What is known before a join; `name` is that of a new guest. */
export interface Credentials extends JoinCredentials {
  readonly name?: string | undefined;
}

interface OfferedToken {
  readonly token: string;
  readonly by: "application" | "guest";
  /** undefined for an application's token: only the room knows whose it is */
  readonly member?: string;
}

/** What the tickets of a token are made with. */
export interface TicketSource {
  readonly token: string;
  /** undefined where an older release stored the token */
  readonly ticketKey?: string | undefined;
  /** when the room made both, in ms since 1970 by the client's clock */
  readonly issuedAt?: number | undefined;
  /** what the room's clock is ahead of the client's, in ms */
  readonly clockOffsetMs?: number | undefined;
}

interface StoredGuest extends TicketSource {
  readonly member: string;
}

/** A join by ticket renews no token, so past this age it is exchanged for a new one: long before it expires (SPEC ID-3). */
const RENEW_AFTER_MS = 7 * 86_400_000;

/** The storage key of the guest in the room with this URL: the JSON of a {@link StoredGuest}. */
export function guestKey(room: string): string {
  return `majlis:token:${room}`;
}

function isStoredGuest(value: unknown): value is StoredGuest {
  return hasFields(value, {
    member: "string",
    token: "string",
    ticketKey: "string?",
    issuedAt: "number?",
    clockOffsetMs: "number?",
  });
}

export class ClientIdentity {
  readonly #options: ClientIdentityOptions;
  readonly #key: string;
  #self: Self | undefined;
  /** the guest of this tab; undefined once the room rejected the token */
  #guest: StoredGuest | undefined;
  #offered: OfferedToken | undefined;
  /** of the last token that was exchanged for a ticket */
  #exchanged: TicketSource | undefined;
  #wasRejected = false;
  #clockOffsetMs = 0;
  #wasTicketRefused = false;

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

  /** The newest token: the application's own, or this guest's stored one, which another tab may have renewed by a rename. */
  get renewedToken(): string | undefined {
    if (this.#offered?.by !== "guest") return this.#offered?.token;
    const guest = this.#currentGuest();
    if (guest !== undefined) this.#offered = { ...guest, by: "guest" };
    return guest?.token;
  }

  /** The credentials for the next join. Rejects if the application's `getToken` does. */
  async credentials(): Promise<Credentials> {
    const applicationToken = await this.#options.getToken?.();
    if (applicationToken === undefined) await this.#awaitOtherCreation();
    const guest = applicationToken === undefined ? this.#currentGuest() : undefined;
    if (applicationToken !== undefined) this.#offered = { token: applicationToken, by: "application" };
    else this.#offered = guest === undefined ? undefined : { ...guest, by: "guest" };
    if (this.#offered !== undefined) return { token: this.#offered.token };
    const name = this.#self?.name ?? this.#options.name;
    return name === undefined ? {} : { name };
  }

  /** False for the welcome of another member than the one that the token identifies: a server of before knew no tickets. */
  expects({ id }: Self): boolean {
    const member = this.#offered?.member;
    return member === undefined || member === id;
  }

  /** The room accepted the credentials. */
  welcomed(self: Self): void {
    this.#wasRejected = false;
    this.setSelf(self);
    this.#options.creation.stored();
  }

  /** What tickets of `token` can be made with; undefined if the room has to be asked for one. */
  ticketSource(token: string): TicketSource | undefined {
    if (this.#wasTicketRefused) return undefined;
    const known = [this.#guest, this.#readStored(), this.#exchanged];
    const source = known.find((each) => each?.token === token && each.ticketKey !== undefined);
    const age = Math.abs(this.#options.now() - (source?.issuedAt ?? 0));
    return age < RENEW_AFTER_MS ? source : undefined;
  }

  /** The room gave a ticket for `token`, and with it a new token of the member. */
  exchanged(token: string, { self, at }: TicketGrant): void {
    this.#noteClock(at);
    if (this.#offered?.by === "guest" && this.#offered.token === token) this.#keepGuest(self);
    else this.#exchanged = { ...this.#sourceOf(self), token };
  }

  /** The room made a new guest, who has not joined yet. Returns the token to join with. */
  created({ self, at }: TicketGrant): string {
    this.#noteClock(at);
    this.#keepGuest(self);
    this.#options.creation.stored();
    return self.token;
  }

  /** As {@link created}, but for a guest that only has a name: one whom another tab has stored meanwhile comes first (SPEC ID-10). */
  createdByName(grant: TicketGrant): string {
    const stored = this.#currentGuest();
    if (stored === undefined) return this.created(grant);
    this.#offered = { ...stored, by: "guest" };
    this.#options.creation.end();
    return stored.token;
  }

  /** The room refused a ticket: the clock may be wrong, or the key too old. The next one comes from the room. */
  ticketRefused(): void {
    this.#wasTicketRefused = true;
  }

  /** The attempt to join failed: another page may create the guest. */
  attemptEnded(): void {
    this.#options.creation.end();
  }

  /**
   * The room sent a new token: the member was renamed, or is another one. After a join by ticket, and to a member of a site,
   * it sends none: the token is the one that is known, or with which the client has just authenticated.
   */
  setSelf(self: Self, authenticated?: string): void {
    if (self.token === "" && authenticated !== undefined)
      this.#offered = { token: authenticated, by: "application" };
    this.#self = { ...self, token: self.token || (this.token ?? "") };
    if (self.token !== "" && this.#offered?.by !== "application") this.#keepGuest(self);
  }

  /** Renamed by another tab, which stores the new token, or given a role. */
  setMember({ name, role }: Pick<Member, "name" | "role">): void {
    if (this.#self !== undefined) this.#self = { ...this.#self, name, role };
  }

  /** The room rejected the token. What to try next, once: the application's next token, or joining as a new guest. */
  tokenRejected(isRevoked: boolean): "next_token" | "new_guest" | "none" {
    if (this.#wasRejected || this.#offered === undefined) return "none";
    this.#wasRejected = true;
    if (this.#offered.by === "application") return "next_token";
    const stored = this.#readStored();
    // Another tab may have renewed the token since; but revoked are all of the member's.
    const isRejected = isRevoked
      ? stored?.member === this.#offered.member
      : stored?.token === this.#offered.token;
    if (isRejected) this.#options.storage.remove(this.#key);
    this.#guest = undefined;
    return "new_guest";
  }

  /** Deletes what is stored of the guest. */
  forget(): void {
    this.#guest = undefined;
    this.#options.storage.remove(this.#key);
  }

  async #awaitOtherCreation(): Promise<void> {
    const { storage, creation } = this.#options;
    if (storage.isShared !== true || this.#currentGuest() !== undefined) return;
    await creation.begin();
    if (this.#currentGuest() !== undefined) creation.end();
  }

  #keepGuest(self: Self): void {
    const guest = { member: self.id, ...this.#sourceOf(self) };
    this.#guest = guest;
    // Over HTTP every request carries it, so it may be rejected in the middle of a session.
    this.#offered = { token: self.token, member: self.id, by: "guest" };
    this.#options.storage.set(this.#key, JSON.stringify(guest));
  }

  #sourceOf({ token, ticketKey }: Self): TicketSource {
    return { token, ticketKey, issuedAt: this.#options.now(), clockOffsetMs: this.#clockOffsetMs };
  }

  #noteClock(at: number): void {
    this.#clockOffsetMs = at - this.#options.now();
    this.#wasTicketRefused = false;
  }

  /** The stored guest, whose token another tab may have renewed; unless it became another one, then this tab's own. */
  #currentGuest(): StoredGuest | undefined {
    const stored = this.#readStored();
    const isOther = this.#guest !== undefined && stored?.member !== this.#guest.member;
    return isOther ? this.#guest : stored;
  }

  #readStored(): StoredGuest | undefined {
    return parseJsonAs(this.#options.storage.get(this.#key), isStoredGuest);
  }
}
