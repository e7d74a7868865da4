/** A position in a room's stream of durable events, as text `EPOCH.SEQ` (SPEC POS-1). */

export interface Position {
  /** random, new whenever a room's log starts; `0` for a room that was never created */
  readonly epoch: string;
  /** the last durable event before this position; 0 for none */
  readonly seq: number;
}

/** The position of a room that was never created. */
export const EMPTY_POSITION: Position = { epoch: "0", seq: 0 };

const POSITION_PATTERN = /^([0-9a-z]{1,16})\.(0|[1-9]\d{0,15})$/;

/** The text of a position. */
export function formatPosition({ epoch, seq }: Position): string {
  return `${epoch}.${seq}`;
}

/** The position in `text`, or undefined if it is not one. */
export function parsePosition(text: string): Position | undefined {
  const match = POSITION_PATTERN.exec(text);
  if (match === null) return undefined;
  const seq = Number(match[2]);
  return Number.isSafeInteger(seq) ? { epoch: match[1] ?? "", seq } : undefined;
}
