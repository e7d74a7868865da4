/** The colours that distinguish members: twelve hues, checked for contrast in both themes. */

/** Degrees in OKLCH, evenly around the circle. The styles choose lightness and chroma. */
export const MEMBER_HUES = [15, 45, 75, 105, 135, 165, 195, 225, 255, 285, 315, 345] as const;

/** Hues this many steps apart cannot be confused; more distance is no better. */
const CLEARLY_APART_STEPS = 2;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Assigns a hue to each member when they are first seen, and keeps it for as long as the page is open. A member prefers
 * one derived from their id, the same in each visit, and gets another where it is too close to one that is in use: hues
 * of members who are present count first, then those of all others.
 */
export class MemberHues {
  readonly #steps = new Map<string, number>();
  #present: readonly string[] = [];

  /** Members who are in the room, in the order in which they should choose. */
  setPresent(memberIds: readonly string[]): void {
    this.#present = memberIds;
    for (const id of memberIds) this.hueOf(id);
  }

  /** The member's hue in degrees. */
  hueOf(memberId: string): number {
    let step = this.#steps.get(memberId);
    if (step === undefined) {
      step = this.#chooseStep(memberId);
      this.#steps.set(memberId, step);
    }
    return MEMBER_HUES[step] ?? 0;
  }

  #chooseStep(memberId: string): number {
    const all = [...this.#steps.values()];
    const present = this.#present.flatMap((id) => this.#steps.get(id) ?? []);
    const preferred = preferredStep(memberId);
    let best = preferred;
    let bestScore = Number.NEGATIVE_INFINITY;
    for (let offset = 0; offset < MEMBER_HUES.length; offset++) {
      const step = (preferred + offset) % MEMBER_HUES.length;
      const score = scoreAgainst(step, present) * MEMBER_HUES.length + scoreAgainst(step, all);
      if (score <= bestScore) continue;
      best = step;
      bestScore = score;
    }
    return best;
  }
}

/** How well `step` differs from those that are `taken`: negative, by how many have it, where some have. */
function scoreAgainst(step: number, taken: readonly number[]): number {
  const holders = taken.filter((other) => other === step).length;
  if (holders > 0) return -holders;
  return Math.min(CLEARLY_APART_STEPS, ...taken.map((other) => distance(step, other)));
}

function distance(one: number, other: number): number {
  const steps = Math.abs(one - other);
  return Math.min(steps, MEMBER_HUES.length - steps);
}

/** FNV-1a. */
function preferredStep(memberId: string): number {
  let hash = FNV_OFFSET;
  for (let index = 0; index < memberId.length; index++)
    hash = Math.imul(hash ^ memberId.charCodeAt(index), FNV_PRIME) >>> 0;
  return hash % MEMBER_HUES.length;
}
