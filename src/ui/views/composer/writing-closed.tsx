import type { ComponentType, JSX } from "preact";
import { useEffect } from "preact/hooks";
import { exhaustive } from "../../../text/exhaustive.ts";
import { momentOf } from "../../i18n/moment.ts";
import { useRoom, type RoomContext } from "../context.ts";
import { ComposerError } from "./composer.tsx";

/** Why the user may not write. */
export type WritingClosure =
  | { readonly name: "members" | "moderators" | "reader" }
  /** `until` in ms since 1970; for good if undefined */
  | {
      readonly name: "muted";
      readonly until: number | undefined;
      readonly reason?: string | undefined;
    };

/** A view in the composer's place, where the user may not write. The draft is kept. */
export function closedView(closure: WritingClosure): ComponentType {
  return function WritingClosed(): JSX.Element {
    const room = useRoom();
    const text = closureText(closure, room);
    const reason = closure.name === "muted" ? closure.reason : undefined;
    useEffect(() => room.conversation.announcements.announce(text), []);
    return (
      <div class="composer writing-closed" tabIndex={-1}>
        <div class="column">
          <ComposerError />
          <p>{text}</p>
          {reason !== undefined && <p class="secondary-text">{room.t("moderationReason", { reason })}</p>}
        </div>
      </div>
    );
  };
}

/** In a frame whose page shows the room without a composer: only what fails is said. */
export function ReadOnlyFrame(): JSX.Element {
  return (
    <div class="read-only">
      <div class="column">
        <ComposerError />
      </div>
    </div>
  );
}

function closureText(closure: WritingClosure, { t, formats }: RoomContext): string {
  switch (closure.name) {
    case "members":
      return t("writeMembersOnly");
    case "moderators":
      return t("writeModeratorsOnly");
    case "reader":
      return t("writeReader");
    case "muted":
      return closure.until === undefined
        ? t("youAreMuted")
        : t("youAreMutedUntil", { time: momentOf(closure.until, formats) });
    default:
      return exhaustive(closure);
  }
}
