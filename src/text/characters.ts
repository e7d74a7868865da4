/** Character classes that several text rules share. */

/** C0 and C1 controls and DEL, but not tab and line feed. */
export const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/u;

/** Controls including tab and every line break: none is allowed in a single line. */
export const CONTROL_OR_BREAK = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u;

/** Explicit direction overrides and embeddings (UAX #9), with which a text can imitate another. */
export const BIDI_OVERRIDE = /[\u202a-\u202e]/gu;
