/**
 * Which names are in use, by what they look like (SPEC ID-22): those of members who are here, or wrote one of the newest
 * messages. A second member under one of them gets a number behind it. A member for whom a site vouches gets it only
 * beside another one (SPEC VOUCH-6).
 */
import { skeleton } from "../text/confusables.ts";
import { guestName } from "../text/names.ts";
import { isProgramId, isVouchedId } from "./identity/ids.ts";
import { numberedName, withoutNumber } from "./identity/numbered-name.ts";
import type { Identity } from "./session.ts";

/** The names of members who wrote and left, at most. */
const MAX_REMEMBERED = 256;
/** The next free number is looked for from the last one given out; a few may have been taken by members who asked for them. */
const MAX_ATTEMPTS = 8;
/** of the member id, behind a name for which no number was free */
const ID_CHARACTERS = 6;

export type NameHolder = Pick<Identity, "member" | "name">;

export interface NameOwner extends NameHolder {
  readonly address: string | undefined;
}

/** The present members whose names have that skeleton. */
export type PresentHolders = (skeleton: string) => Iterable<string>;

/** What a room knows of its members of before it slept. */
export interface StoredNames {
  /** the authors of the newest messages, the oldest first */
  authors(): readonly NameHolder[];
  /** whether an author came from that address, as far as can be known */
  isFrom(author: NameHolder, address: string): boolean;
  /** true if sites vouch for members, whose names no guest may have at any time */
  readonly hasVouched: boolean;
}

export class NamesInUse {
  /** who last wrote under a skeleton, the oldest first; those of before the room slept without an address */
  private authors = new Map<string, NameOwner>();
  /** the same of vouched members, whom no crowd of guests displaces */
  private vouched = new Map<string, string>();
  /** true once the authors of before the room slept are among them */
  private isLoaded = false;
  /** the last number given out for a skeleton */
  private readonly numbers = new Map<string, number>();
  /** the numbered names of members, who may ask for the name without it again with each request */
  private readonly numbered = new Map<string, string>();

  constructor(
    private readonly presentHolders: PresentHolders,
    private readonly stored: StoredNames,
    private readonly nameGraphemes: number,
  ) {}

  /**
   * As {@link nameFor}, for a name that the member asks for and has in no token: then the room reads, once, who wrote before
   * it slept.
   */
  newNameFor(owner: NameOwner): string {
    // No member asked for it.
    if (owner.name !== guestName(owner.member)) this.load();
    return this.nameFor(owner);
  }

  /** The name that a member gets: the one they have, or the same with a number where it is in use. */
  nameFor(owner: NameOwner): string {
    if (this.stored.hasVouched) this.load();
    if (!this.isTaken(owner)) return owner.name;
    const base = withoutNumber(owner.name);
    const key = skeleton(base);
    const former = this.numbered.get(`${owner.member} ${key}`);
    if (former !== undefined && !this.isTaken({ ...owner, name: former })) return former;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const name = numberedName(base, this.nextNumber(key), this.nameGraphemes);
      if (this.isTaken({ ...owner, name })) continue;
      remember(this.numbered, `${owner.member} ${key}`, name);
      return name;
    }
    return numberedName(base, owner.member.slice(0, ID_CHARACTERS), this.nameGraphemes);
  }

  /** Notes that a member wrote under this name. */
  wrote({ member, name, address }: NameOwner): void {
    if (isVouchedId(member)) remember(this.vouched, skeleton(name), member);
    else remember(this.authors, skeleton(name), { member, name, address });
  }

  /** The addresses from which a member wrote since the room woke, as far as it remembers. */
  addressesOf(member: string): string[] {
    return [...this.authors.values()].flatMap((author) =>
      author.member === member && author.address !== undefined ? [author.address] : [],
    );
  }

  private isTaken(owner: NameOwner): boolean {
    const key = skeleton(owner.name);
    const holder = this.holderOf(key, owner);
    if (holder === undefined) return false;
    // Programs without a token have no identity, only a mark: nothing else distinguishes two of one name either.
    return !(isProgramId(holder) && isProgramId(owner.member));
  }

  /** The other member on whose account `owner` may not have a name that looks so. */
  private holderOf(key: string, owner: NameOwner): string | undefined {
    const isOther = (member: string | undefined) => member !== undefined && member !== owner.member;
    const vouched = this.vouched.get(key);
    if (isOther(vouched)) return vouched;
    const others = [...this.presentHolders(key)].filter(isOther);
    if (isVouchedId(owner.member)) return others.find(isVouchedId);
    const author = this.authors.get(key);
    const absent = author === undefined || this.isBack(author, owner) ? undefined : author.member;
    return others[0] ?? (isOther(absent) ? absent : undefined);
  }

  /** A member who has left and comes back without a token is recognized by their address, as over HTTP (HTTP-5). */
  private isBack(author: NameOwner, { address }: NameOwner): boolean {
    if (address === undefined || author.address === address) return true;
    return author.address === undefined && this.stored.isFrom(author, address);
  }

  private load(): void {
    if (this.isLoaded) return;
    this.isLoaded = true;
    const [authors, vouched] = [this.authors, this.vouched];
    this.authors = new Map();
    this.vouched = new Map();
    for (const author of this.stored.authors()) this.wrote({ ...author, address: undefined });
    // Those who wrote since are newer.
    for (const [key, author] of authors) remember(this.authors, key, author);
    for (const [key, member] of vouched) remember(this.vouched, key, member);
  }

  private nextNumber(key: string): number {
    const number = (this.numbers.get(key) ?? 1) + 1;
    remember(this.numbers, key, number);
    return number;
  }
}

/** Sets the newest entry of a map that is in the order of insertion, and evicts the oldest one past the bound. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > MAX_REMEMBERED) map.delete(map.keys().next().value ?? "");
}
