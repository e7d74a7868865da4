/** Classes of characters that text rules share. */

/** C0 and C1 controls and DEL, but not tab and line feed. */
export const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/u;

/** Controls including tab and every line break: nothing of this belongs in one line. */
export const CONTROL_OR_BREAK = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u;

/** Explicit direction overrides and embeddings (UAX #9), with which a text can pose as another. */
export const BIDI_OVERRIDE = /[\u202a-\u202e]/gu;

/** Every explicit direction control, isolates included. */
export const BIDI_CONTROL = /[\u202a-\u202e\u2066-\u2069]/u;

/** Characters that show nothing and can make two names look alike. ZWNJ and ZWJ are not here: Persian and emoji need them. */
export const INVISIBLE =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]/u;

/** More marks on one letter than any language writes ("zalgo"). */
export const STACKED_MARKS = /\p{M}{5,}/u;
