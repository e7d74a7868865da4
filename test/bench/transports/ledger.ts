/** What one kind of reader has heard: how much, how late, and whether anything was lost, doubled or out of order. */
import { Histogram } from "../generator/histogram.ts";

/** A message's text says when it was due, so that whoever hears it knows how late it is. */
export function textFor(dueAt: number): string {
  return `${dueAt.toFixed(2)} `.padEnd(64, "x");
}

export class Ledger {
  readonly delays = new Histogram();
  deliveries = 0;
  requests = 0;
  doubled = 0;
  disordered = 0;
  private readonly readers: ReaderLedger[] = [];

  /** The page of a new reader. */
  open(): ReaderLedger {
    const reader = new ReaderLedger(this);
    this.readers.push(reader);
    return reader;
  }

  get size(): number {
    return this.readers.length;
  }

  /** How many messages from `first` to `last`, by seq, some reader has not heard. */
  missing(first: number, last: number): number {
    return this.readers.reduce((sum, reader) => sum + reader.missing(first, last), 0);
  }
}

export class ReaderLedger {
  private readonly heard = new Set<number>();
  private newest = 0;

  private readonly ledger: Ledger;

  constructor(ledger: Ledger) {
    this.ledger = ledger;
  }

  /** A message was heard. What was said before the measuring began has no part in the delays. */
  note(seq: number, text: string, measuredFrom: number): void {
    if (this.heard.has(seq)) this.ledger.doubled += 1;
    if (seq < this.newest) this.ledger.disordered += 1;
    this.newest = Math.max(this.newest, seq);
    this.heard.add(seq);
    const dueAt = Number.parseFloat(text);
    if (dueAt < measuredFrom) return;
    this.ledger.deliveries += 1;
    this.ledger.delays.add(performance.now() - dueAt);
  }

  asked(): void {
    this.ledger.requests += 1;
  }

  missing(first: number, last: number): number {
    let missing = 0;
    for (let seq = first; seq <= last; seq++) if (!this.heard.has(seq)) missing += 1;
    return missing;
  }
}
