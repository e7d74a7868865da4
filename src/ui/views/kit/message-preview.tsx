import type { ComponentChildren, JSX } from "preact";
import { plainDirection } from "../../models/direction.ts";
import { useRoom } from "../context.ts";
import { BotMark } from "./bot-mark.tsx";
import { Avatar } from "./avatar.tsx";
import { VouchedMark } from "./vouched-mark.tsx";

export interface PreviewedMessage {
  /** ms since 1970 */
  readonly at: number;
  readonly authorId: string;
  readonly authorName: string;
  readonly authorVia?: string | undefined;
  readonly authorVouched?: true | undefined;
  readonly text: string;
}

interface Properties {
  readonly message: PreviewedMessage;
  /** the room's name, where there are messages of several rooms */
  readonly room?: string;
  /** an excerpt of its text */
  readonly children: ComponentChildren;
}

/** A message in a panel, inside a button or link that leads to it: its author, when it was written, and an excerpt. */
export function MessagePreview({ message, room, children }: Properties): JSX.Element {
  const { formats } = useRoom();
  const { at, authorId, authorName, authorVia, authorVouched, text } = message;
  return (
    <>
      <Avatar id={authorId} name={authorName} />
      <span class="preview-byline">
        <bdi class="preview-author">{authorName}</bdi> <BotMark via={authorVia} />
        {authorVouched === true && <VouchedMark />}
        {room !== undefined && <bdi>{room}</bdi>}{" "}
        <time dateTime={new Date(at).toISOString()} title={formats.dateTime(at)}>
          <bdi>{formats.day(at)}</bdi> <bdi>{formats.time(at)}</bdi>
        </time>
      </span>{" "}
      <span class="preview-text" dir={plainDirection(text)}>
        {children}
      </span>
    </>
  );
}
