/** What one kind of reader has heard: how much, how late, and whether anything was lost, doubled or out of order. */
import { Histogram } from "../generator/histogram.ts";

/** A message's text says when it was due, so that whoever hears it knows how late it is. */
export function textFor(dueAt: number): string {
  return `${dueAt.toFixed(2)} `.padEnd(64, "x");
}

export class DeliveryRecord {
  readonly delays = new Histogram();
  deliveries = 0;
  requests = 0;
  duplicated = 0;
  outOfOrder = 0;
  private readonly readers: ReaderRecord[] = [];

  /** The page of a new reader. */
  addReader(): ReaderRecord {
    const reader = new ReaderRecord(this);
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

export class ReaderRecord {
  private readonly received = new Set<number>();
  private newest = 0;

  private readonly record: DeliveryRecord;

  constructor(record: DeliveryRecord) {
    this.record = record;
  }

  /** A message was heard. What was said before the measuring began has no part in the delays. */
  recordMessage(seq: number, text: string, measuredFrom: number): void {
    if (this.received.has(seq)) this.record.duplicated += 1;
    if (seq < this.newest) this.record.outOfOrder += 1;
    this.newest = Math.max(this.newest, seq);
    this.received.add(seq);
    const dueAt = Number.parseFloat(text);
    if (dueAt < measuredFrom) return;
    this.record.deliveries += 1;
    this.record.delays.add(performance.now() - dueAt);
  }

  countRequest(): void {
    this.record.requests += 1;
  }

  missing(first: number, last: number): number {
    let missing = 0;
    for (let seq = first; seq <= last; seq++) if (!this.received.has(seq)) missing += 1;
    return missing;
  }
}
