/** An event in each codec, encoded once, when it is first needed. */
import { encodeEvent } from "../protocol/encode.ts";
import type { RoomEvent } from "../protocol/events.ts";
import { toSocketHtml } from "./html-fragments.ts";
import { toLines } from "./plain-text.ts";

export class EncodedEvent {
  private jsonText: string | undefined;
  private textLines: readonly string[] | undefined;
  private htmlText: string | undefined;

  /** @param shown what text and HTML show of the event */
  constructor(
    readonly event: RoomEvent,
    private readonly shown: RoomEvent = event,
  ) {}

  get json(): string {
    return (this.jsonText ??= encodeEvent(this.event));
  }

  get lines(): readonly string[] {
    return (this.textLines ??= toLines(this.shown));
  }

  get html(): string {
    return (this.htmlText ??= toSocketHtml(this.shown));
  }
}
