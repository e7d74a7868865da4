/** When each input was due, and when each other player had it or a newer one of the same player. */
export class Receipts {
  private readonly dueAt: number[][];
  /** the newest input of each player that each has seen */
  private readonly seen: number[][];
  readonly latenciesMs: number[] = [];

  private readonly measuredFrom: () => number;

  /** @param measuredFrom the time from which inputs count */
  constructor(players: number, measuredFrom: () => number) {
    this.measuredFrom = measuredFrom;
    this.dueAt = Array.from({ length: players }, () => []);
    this.seen = Array.from({ length: players }, () => Array<number>(players).fill(-1));
  }

  due(player: number, n: number, at: number): void {
    const times = this.dueAt[player];
    if (times !== undefined) times[n] = at;
  }

  /** Receiver and player are numbers. */
  see(receiver: number, player: number, n: number, at: number): void {
    const row = this.seen[receiver];
    const last = row?.[player] ?? -1;
    if (row === undefined || receiver === player || n <= last) return;
    row[player] = n;
    for (let each = last + 1; each <= n; each++) this.count(player, each, at);
  }

  /** Inputs of that time that some other player does not have. */
  get lost(): number {
    return this.dueAt.reduce((sum, times, player) => {
      const seenByAll = Math.min(
        ...this.seen.flatMap((row, receiver) => (receiver === player ? [] : [row[player] ?? -1])),
      );
      return sum + Math.max(0, times.length - 1 - seenByAll);
    }, 0);
  }

  private count(player: number, n: number, at: number): void {
    const due = this.dueAt[player]?.[n] ?? Number.NaN;
    if (due >= this.measuredFrom()) this.latenciesMs.push(at - due);
  }
}
