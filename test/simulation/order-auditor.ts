/**
 * Audits the order in a room by its stored events and by who was let in, independent of how the room decides (SPEC OWN-1,
 * SET-5, MOD-1 to MOD-8).
 */
import { ACTS, KICK_MS, type SanctionKind } from "../../src/protocol/acts.ts";
import type { DurableEvent, DurableEventOf } from "../../src/protocol/events/durable.ts";
import { isAtLeast, type Role } from "../../src/protocol/roles.ts";
import type { AdmittedJoin } from "./model-client.ts";

export interface OrderViolation {
  readonly rule: "ban" | "mute" | "hide" | "role" | "rank" | "slow mode";
  readonly description: string;
}

const WRITING: ReadonlySet<string> = new Set(["message", "edit", "restore", "reaction"]);

/** `owner`: the member of the owner key, whose role no event gives. */
export function auditOrder(
  events: readonly DurableEvent[],
  joins: readonly AdmittedJoin[],
  owner: string,
): OrderViolation[] {
  const auditor = new OrderAuditor(owner);
  const ordered = joins.toSorted((a, b) => a.seq - b.seq);
  let next = 0;
  for (const event of events) {
    for (; (ordered[next]?.seq ?? Infinity) < event.seq; next++) auditor.join(ordered[next]);
    auditor.event(event);
  }
  for (; next < ordered.length; next++) auditor.join(ordered[next]);
  return auditor.violations;
}

/** The messages of hidden members that a reader sees, of all `events` as they are read now (SPEC MOD-3). */
export function auditHidden(events: readonly DurableEvent[]): OrderViolation[] {
  const hiddenUntil = new Map<string, number>();
  for (const event of events) {
    if (event.type !== "moderation") continue;
    if (event.act === "hide") hiddenUntil.set(event.member.id, event.seq);
    else if (event.act === "show") hiddenUntil.delete(event.member.id);
  }
  return events.flatMap((event): OrderViolation[] => {
    const isHidden = event.type === "message" && event.seq < (hiddenUntil.get(event.from.id) ?? 0);
    const isShown = isHidden && (event.text !== "" || event.removed !== true);
    return isShown ? [{ rule: "hide", description: `${event.seq} is shown` }] : [];
  });
}

class OrderAuditor {
  readonly violations: OrderViolation[] = [];
  private readonly roles = new Map<string, Role>();
  private readonly authors = new Map<number, string>();
  /** when each sanction ends, by kind and member */
  private readonly ends = new Map<string, number>();
  private slowModeMs = 0;
  private lastMessages = new Map<string, number>();

  constructor(owner: string) {
    this.roles.set(owner, "owner");
  }

  join(join: AdmittedJoin | undefined): void {
    if (join === undefined) return;
    for (const kind of ["ban", "kick"] as const)
      if (this.isUnder(kind, join.member, join.at))
        this.report("ban", `${join.member} joined at ${join.seq} during a ${kind}`);
  }

  event(event: DurableEvent): void {
    const { from, at, seq, type } = event;
    for (const kind of ["ban", "kick"] as const)
      if (this.isUnder(kind, from.id, at)) this.report("ban", `${seq} is stored during a ${kind}`);
    if (WRITING.has(type) && this.isUnder("mute", from.id, at)) this.report("mute", `${seq} is stored`);
    this.checkRights(event);
    this.apply(event);
  }

  private checkRights(event: DurableEvent): void {
    const role = this.roleOf(event.from.id);
    if (event.type === "settings") this.require("moderator", event);
    else if (event.type === "role") this.require("owner", event);
    else if (event.type === "moderation") this.requireRank(event, event.member.id);
    else if (event.type === "delete" || event.type === "edit") {
      const author = this.authors.get(event.target);
      if (author !== undefined && author !== event.from.id) this.requireRank(event, author);
    } else if (event.type === "message" && !isAtLeast(role, "moderator")) this.checkPace(event);
  }

  private require(least: Role, { from, seq, type }: DurableEvent): void {
    const role = this.roleOf(from.id);
    if (!isAtLeast(role, least)) this.report("role", `${seq}, a ${type}, is of a ${role}`);
  }

  private requireRank(event: DurableEvent, member: string): void {
    this.require("moderator", event);
    const [role, other] = [this.roleOf(event.from.id), this.roleOf(member)];
    if (isAtLeast(other, role)) this.report("rank", `${event.seq} is of a ${role} on a ${other}`);
  }

  private checkPace({ from, at, seq }: DurableEventOf<"message">): void {
    const last = this.lastMessages.get(from.id);
    if (last !== undefined && at - last < this.slowModeMs)
      this.report("slow mode", `${seq} comes ${at - last} ms after the one before`);
  }

  private apply(event: DurableEvent): void {
    if (event.type === "message") {
      this.authors.set(event.seq, event.from.id);
      // Moderators are not slowed, and what they wrote does not slow them as guests.
      const isSlowed = this.slowModeMs > 0 && !isAtLeast(this.roleOf(event.from.id), "moderator");
      if (isSlowed) this.lastMessages.set(event.from.id, event.at);
    } else if (event.type === "role") this.roles.set(event.member.id, event.role);
    else if (event.type === "settings") {
      this.slowModeMs = (event.settings.slowModeSeconds ?? 0) * 1_000;
      if (this.slowModeMs === 0) this.lastMessages = new Map();
    } else if (event.type === "moderation") this.impose(event);
  }

  private impose({ act, member, until = Infinity, at }: DurableEventOf<"moderation">): void {
    const { kind, lifts } = ACTS[act];
    const end = kind === "kick" ? at + KICK_MS : until;
    this.ends.set(`${kind} ${member.id}`, lifts ? -Infinity : end);
  }

  private isUnder(kind: SanctionKind, member: string, at: number): boolean {
    return at < (this.ends.get(`${kind} ${member}`) ?? -Infinity);
  }

  private roleOf(member: string): Role {
    return this.roles.get(member) ?? "guest";
  }

  private report(rule: OrderViolation["rule"], description: string): void {
    this.violations.push({ rule, description });
  }
}
