/** A client with the TypeScript SDK that records what it sends and receives, for the auditor. */
import { joinRoom, type Environment, type RoomClient, type Transport } from "../../src/client/index.ts";
import { memoryStorage } from "../../src/client/safe-storage.ts";
import type { Ack, ClientLog, JoinRecord, LogEntry } from "./auditor.ts";
import { entryOf } from "./log-entry.ts";

export interface SdkClientOptions {
  /** the room's URL, `http://…/r/{room}` */
  readonly url: string;
  readonly name: string;
  readonly environment?: Partial<Environment>;
}

interface Span {
  readonly joins: JoinRecord[];
  readonly entries: LogEntry[];
}

export class SdkClient {
  readonly name: string;
  readonly room: RoomClient;
  readonly sentTexts: string[] = [];
  readonly failures: unknown[] = [];
  /** the transports used, in order */
  readonly transports: Transport[] = [];
  private readonly spans: Span[] = [];
  /** by the index of the sent text; has holes while messages are pending */
  private readonly acksByIndex: (Ack | undefined)[] = [];

  constructor({ url, name, environment = {} }: SdkClientOptions) {
    this.name = name;
    this.room = joinRoom({ url, name, storage: memoryStorage(), environment });
    this.room.on("welcome", ({ recovered, position }) => this.onWelcome(recovered, seqOf(position)));
    this.room.on("reset", ({ events }) => this.span.entries.push(...events.map(entryOf)));
    this.room.on("event", (event) => {
      this.span.entries.push(entryOf(event));
      this.recordTransport();
    });
    this.room.on("state", () => this.recordTransport());
  }

  /** The acknowledgements, in the order of sending. */
  get acks(): Ack[] {
    return this.acksByIndex.filter((ack) => ack !== undefined);
  }

  get log(): ClientLog {
    return { client: this.name, spans: this.spans };
  }

  /** Everything received since the last reset. */
  get received(): readonly LogEntry[] {
    return this.spans.at(-1)?.entries ?? [];
  }

  get joinCount(): number {
    return this.spans.reduce((sum, { joins }) => sum + joins.length, 0);
  }

  publish(text = `message ${this.sentTexts.length + 1} from ${this.name}`): void {
    const index = this.sentTexts.push(text) - 1;
    const { id, stored } = this.room.publish(text);
    stored.then(
      ({ seq, from }) => (this.acksByIndex[index] = { member: from.id, id, seq, text }),
      (error: unknown) => this.failures.push(error),
    );
  }

  /** Publishes until `count` messages are pending. */
  fillOutbox(count: number): void {
    while (this.room.pending.length < count) this.publish();
  }

  hasReceived(text: string): boolean {
    return this.spans.some(({ entries }) => entries.some((entry) => entry.text === text));
  }

  recordTransport(): void {
    const { transport } = this.room;
    if (transport !== undefined && transport !== this.transports.at(-1)) this.transports.push(transport);
  }

  private get span(): Span {
    const span = this.spans.at(-1);
    if (span === undefined) throw new Error(`${this.name} received an event before a welcome`);
    return span;
  }

  private onWelcome(recovered: boolean, reached: number): void {
    if (!recovered) this.spans.push({ joins: [], entries: [] });
    this.span.joins.push({ asked: this.span.entries.at(-1)?.seq, recovered, reached });
    this.recordTransport();
  }
}

function seqOf(position: string): number {
  return Number(position.split(".")[1]);
}
