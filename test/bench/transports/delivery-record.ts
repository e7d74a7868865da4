/** Deliveries to the readers of one transport: count, latency, and what was lost, duplicated or out of order. */
import { Histogram } from "../generator/histogram.ts";
import { TEXT_BYTES } from "../generator/message-text.ts";
import { textOfBytes } from "../generator/phrases.ts";

/** A text that begins with the time at which it is due, from which its reader computes the latency. */
export function textFor(dueAt: number, message: number): string {
  return textOfBytes(`${dueAt.toFixed(2)} `, message, TEXT_BYTES);
}

export class DeliveryRecord {
  readonly delays = new Histogram();
  deliveries = 0;
  requests = 0;
  duplicated = 0;
  outOfOrder = 0;
  private readonly readers: ReaderRecord[] = [];

  /** Starts the record of another reader. */
  addReader(): ReaderRecord {
    const reader = new ReaderRecord(this);
    this.readers.push(reader);
    return reader;
  }

  get size(): number {
    return this.readers.length;
  }

  /** Deliveries of the messages from seq `first` to `last` that are missing, summed over the readers. */
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

  /** Records a delivery; messages due before `measuredFrom` do not count. */
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
