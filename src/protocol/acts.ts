/** The acts of order (SPEC MOD-1): what owners and moderators do to a member. Without schemas, so that an SDK can carry them. */

/** What an act leaves with a member, until it ends or is lifted. */
export type SanctionKind = "hide" | "mute" | "ban" | "kick";

interface ActTraits {
  readonly kind: SanctionKind;
  /** it undoes that, instead of imposing it */
  readonly lifts: boolean;
  /** it may end by itself, at a time that the command names */
  readonly isTimed: boolean;
}

export const ACTS = {
  /** the member's messages so far read as deleted */
  hide: { kind: "hide", lifts: false, isTimed: false },
  show: { kind: "hide", lifts: true, isTimed: false },
  /** the member may read, and not write */
  mute: { kind: "mute", lifts: false, isTimed: true },
  unmute: { kind: "mute", lifts: true, isTimed: false },
  /** the member may not be here */
  ban: { kind: "ban", lifts: false, isTimed: true },
  unban: { kind: "ban", lifts: true, isTimed: false },
  /** the member is sent away, and may come back a minute later */
  kick: { kind: "kick", lifts: false, isTimed: false },
} as const satisfies Record<string, ActTraits>;

export type Act = keyof typeof ACTS;

export const ACT_NAMES = Object.keys(ACTS) as readonly Act[];

/** How long a member who was sent away may not come back, in ms. */
export const KICK_MS = 60_000;
