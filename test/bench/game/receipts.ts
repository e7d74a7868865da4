/** When each input was due, and when every other player had it or a newer one of the same player. */
interface Input {
  /** or was sent, if that was earlier */
  readonly dueAt: number;
  /** other players who do not have it yet */
  missing: number;
}

export class Receipts {
  private readonly inputs: Input[][];
  /** the newest input of each player that each has seen */
  private readonly seen: number[][];
  /** of those inputs that all have */
  readonly latenciesMs: number[] = [];
  private readonly measuredFrom: () => number;

  /** @param measuredFrom the time from which inputs count */
  constructor(players: number, measuredFrom: () => number) {
    this.measuredFrom = measuredFrom;
    this.inputs = Array.from({ length: players }, () => []);
    this.seen = Array.from({ length: players }, () => Array<number>(players).fill(-1));
  }

  /**
   * The input with this number is sent; they come in order. One that is sent late counts from the time at which it was due,
   * and one whose timer fires up to a millisecond early from when it is sent.
   */
  sent(player: number, n: number, dueAt: number, sentAt: number): void {
    const inputs = this.inputs[player];
    if (inputs !== undefined) inputs[n] = { dueAt: Math.min(dueAt, sentAt), missing: this.seen.length - 1 };
  }

  /** Receiver and player are numbers. */
  see(receiver: number, player: number, n: number, at: number): void {
    const row = this.seen[receiver];
    const last = row?.[player] ?? -1;
    if (row === undefined || receiver === player || n <= last) return;
    row[player] = n;
    for (const input of this.inputs[player]?.slice(last + 1, n + 1) ?? []) this.receive(input, at);
  }

  /** Inputs that some other player does not have. */
  get lost(): number {
    return this.inputs.flat().filter(({ missing }) => missing > 0).length;
  }

  private receive(input: Input, at: number): void {
    input.missing -= 1;
    if (input.missing === 0 && input.dueAt >= this.measuredFrom()) this.latenciesMs.push(at - input.dueAt);
  }
}
