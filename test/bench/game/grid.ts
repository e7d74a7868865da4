/** Where players are: on a grid of 4,096 × 4,096, so that a place fits into four characters. */
export const GRID = 4_096;

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const BASE = DIGITS.length;

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Each input of a run has another `x`, by which its receivers know it. */
export function placeOf(player: number, n: number): Place {
  return { x: n % GRID, y: (player * 200 + n * 7) % GRID };
}

export function pack({ x, y }: Place): string {
  return digits(x) + digits(y);
}

/** The `x` of a packed place. */
export function unpackX(packed: string): number {
  return DIGITS.indexOf(packed.charAt(0)) * BASE + DIGITS.indexOf(packed.charAt(1));
}

function digits(value: number): string {
  return DIGITS.charAt(Math.floor(value / BASE)) + DIGITS.charAt(value % BASE);
}
