/**
 * The ephemeral keys of the shared state (SPEC STATE-5): stored at most once a second each, as the room may hibernate while
 * their members are here, and removed when their member has had no session for a while.
 */
import type { StateEntry } from "../../protocol/events/state.ts";
import type { Author } from "../../protocol/member.ts";
import type { SharedState } from "./shared-state.ts";

export class EphemeralKeys {
  /** keys that are stored otherwise, or not at all, and when they may be stored again */
  private readonly unsaved = new Map<string, number>();
  private readonly savedAt = new Map<string, number>();

  constructor(
    private readonly state: SharedState,
    private readonly isHere: (member: string) => boolean,
  ) {}

  /** When {@link runDue} has something to do next, in ms since 1970. */
  get dueAt(): number | undefined {
    const times = [...this.unsaved.values(), ...this.state.absences.values()];
    return times.length === 0 ? undefined : Math.min(...times);
  }

  set(entry: StateEntry, now: number): void {
    this.state.put(entry);
    const { stateStoreMs } = this.state.limits;
    const dueAt = (this.savedAt.get(entry.key) ?? -Infinity) + stateStoreMs;
    // What was deleted does not come back after a crash.
    const mayWait = entry.value !== undefined && dueAt > now && dueAt <= now + stateStoreMs;
    if (mayWait) this.unsaved.set(entry.key, dueAt);
    else this.save(entry.key, now);
    this.noteAbsence(now);
  }

  /** Forgets all keys: they were deleted. */
  clear(): void {
    this.unsaved.clear();
    this.savedAt.clear();
    this.state.absences.clear();
  }

  /** Notes whose keys will have to go: call it when a member may have left, and when the room wakes. */
  noteAbsence(now: number): void {
    const entries = this.state.ephemeral();
    const owners = new Set(entries.map(({ from }) => from.id));
    const { absences, limits } = this.state;
    for (const member of absences.keys()) if (!owners.has(member)) absences.delete(member);
    for (const member of owners) {
      if (this.isHere(member)) absences.delete(member);
      else if (!absences.has(member)) absences.set(member, now + limits.stateGraceMs);
    }
    this.saveAbsences(entries, now);
  }

  /**
   * Stores until when the keys of each absent member stay: the room may sleep meanwhile, and would give them that time again. With
   * one key alone, as a member who comes and goes would cost a row for each.
   */
  private saveAbsences(entries: readonly StateEntry[], now: number): void {
    const { absences, timedKeys } = this.state;
    const untimed = new Set(absences.keys());
    for (const { key, from } of entries) {
      if (!timedKeys.has(key)) continue;
      untimed.delete(from.id);
      if (!absences.has(from.id)) this.save(key, now);
    }
    for (const { key, from } of entries) if (untimed.delete(from.id)) this.save(key, now);
  }

  /** Stores what is due, and removes the keys of those who have not come back: returns them as they are now. */
  runDue(now: number): StateEntry[] {
    this.noteAbsence(now);
    const gone = new Set(
      [...this.state.absences].flatMap(([member, until]) => (until <= now ? [member] : [])),
    );
    const removed = this.state.ephemeral().flatMap((entry) => (gone.has(entry.from.id) ? [entry] : []));
    const changes = removed.map(({ key, from }) => this.remove(key, from, now));
    for (const member of gone) this.state.absences.delete(member);
    for (const [key, dueAt] of this.unsaved) if (dueAt <= now) this.save(key, now);
    return changes;
  }

  private remove(key: string, from: Author, now: number): StateEntry {
    const change = { key, version: this.state.nextVersion(now), from };
    this.state.put(change);
    this.save(key, now);
    return change;
  }

  private save(key: string, now: number): void {
    const until = this.state.absences.get(this.state.get(key)?.from.id ?? "");
    this.state.change(key, () => this.state.save(key, until));
    this.unsaved.delete(key);
    for (const [other, at] of this.savedAt)
      if (at + this.state.limits.stateStoreMs <= now) this.savedAt.delete(other);
    this.savedAt.set(key, now);
  }
}
