/** `onPosition` is called with the `x` of each player, by its id, in each change of the state. */
export function joinColyseus(
  port: number,
  onPosition: (player: string, x: number) => void,
): Promise<{ readonly id: string; move(x: number, y: number, n: number): void; leave(): void }>;
