import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { focusableOnOverflow } from "../../browser/focusable-on-overflow.ts";
import { splitIsolate } from "../../i18n/split-isolate.ts";
import { roomTextAttributes, roomTitle } from "../../conversation/room-title.ts";
import { useRoom } from "../context.ts";
import { selectedInviteTab, type InviteTab } from "../invite/invite-panel.tsx";
import { QrCode, RoomLink } from "../invite/room-link.tsx";

/** The welcome of a room without messages, with the ways to invite. */
export function EmptyRoom(): JSX.Element {
  const room = useRoom();
  const { page, t, conversation } = room;
  const { topic } = conversation.settings.value;
  const { count } = conversation.roster.value;
  const title = roomTitle(room);
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(
    () => (element.current === null ? undefined : focusableOnOverflow(element.current)),
    [title, topic],
  );
  return (
    <div ref={element} class="empty">
      <div class="welcome">
        <img class="logo" src="/icon.svg" alt="" width="64" height="64" />
        <h2>
          <Title text={t("emptyTitle", { room: title })} />
        </h2>
        {topic !== undefined && <p {...roomTextAttributes(room)}>{topic}</p>}
        <p class="secondary-text">{count > 1 ? t("emptyTogether", { count }) : t("emptyAlone")}</p>
        {page.view === "page" && (
          <>
            <RoomLink />
            <QrCode />
            <p class="invite-options">
              <InviteTabLink tab="embed" label={t("toEmbed")} />
              <InviteTabLink tab="bots" label={t("toBots")} />
            </p>
          </>
        )}
      </div>
    </div>
  );
}

/** The room's name is a box of its own, so that a line does not break inside it. */
function Title({ text }: { readonly text: string }): JSX.Element {
  const [before, name, after] = splitIsolate(text);
  return (
    <>
      {before}
      <bdi>{name}</bdi>
      {after}
    </>
  );
}

/** Opens one tab of the invitation. */
function InviteTabLink({ tab, label }: { readonly tab: InviteTab; readonly label: string }): JSX.Element {
  return (
    <button
      type="button"
      class="link-button"
      popovertarget="invite"
      onClick={() => {
        selectedInviteTab.value = tab;
      }}
    >
      {label}
    </button>
  );
}
