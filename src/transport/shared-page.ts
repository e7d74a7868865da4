/**
 * The newest page, which a crowd is sent at its joins: encoded once for all, and once it was sent to many, compressed once
 * (SPEC FAN-7). Only a page without anything of one member is the same for others: no answer to a command.
 */
import type { RoomEvent } from "../protocol/events.ts";
import type { Page } from "../protocol/events/page.ts";
import type { Connection } from "./connections.ts";
import { EncodedEvent } from "./encoded-event.ts";
import { answerFrames, sizedFrame, type Frame } from "./frame.ts";
import { SharedFrame } from "./shared-frame.ts";

interface KeptPage {
  readonly page: Page;
  readonly encoded: EncodedEvent;
  /** made when it is first sent to a client that takes it compressed */
  frame: SharedFrame | undefined;
}

export class SharedPage {
  private kept: KeptPage | undefined;

  /** The event, encoded before if it is the page that was sent last. */
  encode(event: RoomEvent): EncodedEvent {
    if (event.type !== "page" || event.id !== undefined) return new EncodedEvent(event);
    if (this.kept === undefined || !isSame(event, this.kept.page))
      this.kept = { page: event, encoded: new EncodedEvent(event), frame: undefined };
    return this.kept.encoded;
  }

  /** The frames of an answer. A page that is compressed is a frame of its own. */
  framesOf(answer: readonly EncodedEvent[], { codec, deflates }: Connection): readonly Frame[] {
    const { kept } = this;
    const at = deflates === true ? answer.findIndex((event) => event === kept?.encoded) : -1;
    const page = kept === undefined || at === -1 ? undefined : compressed(kept);
    if (page === undefined) return answerFrames(answer, codec);
    return [...answerFrames(answer.slice(0, at), codec), page, ...answerFrames(answer.slice(at + 1), codec)];
  }
}

/** The page for one more receiver; undefined while they are so few that compressing it does not pay. */
function compressed(kept: KeptPage): Frame | undefined {
  kept.frame ??= new SharedFrame(sizedFrame(kept.encoded.json));
  kept.frame.addReceiver();
  const frame = kept.frame.for({ deflates: true });
  return typeof frame.data === "string" ? undefined : frame;
}

/** Whether two pages have the very same events, as the log keeps its newest page, and are the same in all else. */
function isSame(one: Page, other: Page): boolean {
  const names = Object.keys(one) as (keyof Page)[];
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
