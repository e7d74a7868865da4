/** A place in a room's stream of durable events: `EPOCH.SEQ` (SPEC POS-1). */

export interface Position {
  /** drawn at the room's birth and whenever its log begins again; `0` for a room that was never born */
  readonly epoch: string;
  /** the last durable event that is behind this place; 0 for none */
  readonly seq: number;
}

/** Where a room stands that nobody has joined yet. */
export const EMPTY_POSITION: Position = { epoch: "0", seq: 0 };

const POSITION_PATTERN = /^([0-9a-z]{1,16})\.(0|[1-9]\d{0,15})$/;

export function formatPosition({ epoch, seq }: Position): string {
  return `${epoch}.${seq}`;
}

/** The position written in `text`, or undefined if it is not one. */
export function parsePosition(text: string): Position | undefined {
  const match = POSITION_PATTERN.exec(text);
  if (match === null) return undefined;
  const seq = Number(match[2]);
  return Number.isSafeInteger(seq) ? { epoch: match[1] ?? "", seq } : undefined;
}
