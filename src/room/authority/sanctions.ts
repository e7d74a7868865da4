/**
 * The sanctions of a room (SPEC MOD-1): who is banned, sent away, muted or hidden. All of them are in memory while the room
 * is awake, so that asking costs no query.
 */
import type { SanctionKind } from "../../protocol/acts.ts";
import type { Failure } from "../../protocol/errors.ts";
import { isAtLeast, type Role } from "../../protocol/roles.ts";
import { addressHash } from "./address-hash.ts";
import { sanctionFailure } from "./sanction-failures.ts";
import type { Sanction, SanctionStore } from "./store.ts";

/** More are not kept: all of them are in memory. */
export const MAX_SANCTIONS = 2_000;

/** A sender to whom sanctions may apply; each field is undefined where it is not known. */
export interface Visitor {
  readonly member: string | undefined;
  readonly address: string | undefined;
  readonly role: Role;
}

export interface SanctionChange {
  readonly ended: readonly Sanction[];
  readonly added: readonly Sanction[];
}

export class Sanctions {
  /** by the member and, for bans of addresses, by the hash: of each kind one, and one of each member banned with an address */
  private readonly bySubject = new Map<string, readonly Sanction[]>();
  private count = 0;
  private hiddenMembers = 0;

  constructor(
    private readonly store: SanctionStore,
    private readonly roomKey: Uint8Array,
    loaded: readonly Sanction[] = [],
  ) {
    this.apply({ ended: [], added: loaded });
  }

  /** True if no member has any, as in most rooms. */
  get isEmpty(): boolean {
    return this.count === 0;
  }

  /** True if messages of some member are hidden. */
  get hidesAny(): boolean {
    return this.hiddenMembers > 0;
  }

  /** True if a member's message `seq` is hidden: it was written before they were (SPEC MOD-3). */
  hides(member: string, seq: number): boolean {
    return this.of(member, "hide").some((hide) => seq < hide.seq);
  }

  /**
   * Why a visitor may not be here; undefined if they may. A banned address does not exclude those who have a role of their
   * own, as others can be behind it (SPEC MOD-6).
   */
  exclusionOf({ member = "", address, role }: Visitor, now: number): Failure | undefined {
    if (this.count === 0) return undefined;
    const isExempt = address === undefined || isAtLeast(role, "member");
    const ban =
      this.inForce(member, "ban", now) ??
      (isExempt ? undefined : this.inForce(subjectOf(this.hashOf(address)), "ban", now));
    const exclusion = ban ?? this.inForce(member, "kick", now);
    return exclusion && sanctionFailure(ban === undefined ? "kick" : "ban", exclusion.until);
  }

  /** Why a member may not write; undefined if they may. */
  muteOf(member: string, now: number): Failure | undefined {
    if (this.count === 0) return undefined;
    const mute = this.inForce(member, "mute", now);
    return mute && sanctionFailure("mute", mute.until);
  }

  /** The name under which a member last got a sanction. */
  nameOf(member: string): string | undefined {
    return this.bySubject.get(member)?.at(-1)?.name;
  }

  /** What is stored of an address. */
  hashOf(address: string): string {
    return addressHash(this.roomKey, address);
  }

  /** All that a member got of one kind, those of addresses too. */
  all(member: string, kind: SanctionKind): readonly Sanction[] {
    return [...this.every()].filter((each) => each.member === member && each.kind === kind);
  }

  /** Those that no longer count: their time has passed, or no message that they hide is kept from seq `oldest` on. */
  ended(now: number, oldest: number): readonly Sanction[] {
    return [...this.every()].filter(({ kind, until = Infinity, seq }) => {
      return until <= now || (kind === "hide" && seq <= oldest);
    });
  }

  /** False if the room would keep too many after `change`. */
  admits({ ended, added }: SanctionChange): boolean {
    return this.count - ended.length + added.length <= MAX_SANCTIONS;
  }

  /** Stores a change. {@link apply} it once that is certain. */
  write({ ended, added }: SanctionChange): void {
    for (const sanction of ended) this.store.delete(sanction);
    for (const sanction of added) this.store.save(sanction);
  }

  apply({ ended, added }: SanctionChange): void {
    for (const sanction of ended) this.set(sanction, (others) => others);
    for (const sanction of added) this.set(sanction, (others) => [...others, sanction]);
  }

  private set(sanction: Sanction, change: (others: readonly Sanction[]) => readonly Sanction[]): void {
    const subject = sanction.address === "" ? sanction.member : subjectOf(sanction.address);
    const before = this.bySubject.get(subject) ?? [];
    const others = before.filter(({ member, kind }) => member !== sanction.member || kind !== sanction.kind);
    const after = change(others);
    if (after.length === 0) this.bySubject.delete(subject);
    else this.bySubject.set(subject, after);
    const difference = after.length - before.length;
    this.count += difference;
    if (sanction.kind === "hide") this.hiddenMembers += difference;
  }

  private of(subject: string, kind: SanctionKind): readonly Sanction[] {
    return this.bySubject.get(subject)?.filter((each) => each.kind === kind) ?? [];
  }

  /** The one that lasts longest of those that count now. */
  private inForce(subject: string, kind: SanctionKind, now: number): Sanction | undefined {
    const counting = this.of(subject, kind).filter(({ until = Infinity }) => now < until);
    return counting.toSorted((one, other) => (other.until ?? Infinity) - (one.until ?? Infinity))[0];
  }

  private *every(): Iterable<Sanction> {
    for (const sanctions of this.bySubject.values()) yield* sanctions;
  }
}

/** No member's id begins so. */
function subjectOf(addressHash: string): string {
  return `at ${addressHash}`;
}
