import type { JSX } from "preact";
import { roomTextAttributes, roomTitle } from "../../conversation/room-title.ts";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";
import { TabLink } from "../kit/tab-link.tsx";
import { InviteButton } from "../invite/invite-button.tsx";
import { MembersButton } from "./members.tsx";
import { OwnName } from "./own-name.tsx";
import { SearchButton } from "../search/search-button.tsx";
import { SettingsButton } from "../settings/settings-button.tsx";

/** The room's title and topic, your name, and the buttons for members, search, invitation and settings. */
export function Header(): JSX.Element {
  const room = useRoom();
  const { page, conversation, t } = room;
  const isPage = page.view === "page";
  const { topic } = conversation.settings.value;
  const text = roomTextAttributes(room);
  return (
    <header class="room-header">
      <div class="column">
        {isPage && (
          <a class="home" href="/" aria-label={t("home")}>
            <img src="/icon.svg" alt="" width="36" height="36" />
          </a>
        )}
        <div class="header-title">
          <div class="title-line">
            {/* In its own direction: a long name is truncated at its end, not at its beginning. */}
            <h1>
              {isPage ? (
                <RoomTitle />
              ) : (
                <bdi {...text} title={page.room}>
                  {roomTitle(room)}
                </bdi>
              )}
            </h1>
            {topic !== undefined && (
              <p class="topic" {...text} title={topic}>
                {topic}
              </p>
            )}
          </div>
          <OwnName />
        </div>
        <div class="header-actions">
          <MembersButton />
          <SearchButton />
          {isPage ? (
            <InviteButton />
          ) : (
            <TabLink class="icon-button" title={t("openInTab")}>
              <Icon name="out" />
            </TabLink>
          )}
          <SettingsButton />
        </div>
      </div>
    </header>
  );
}

/** The room's title or name; a click opens another room. */
function RoomTitle(): JSX.Element {
  const room = useRoom();
  const { page, dialog, t } = room;
  return (
    <button
      type="button"
      class="room-title"
      aria-haspopup="dialog"
      title={`${page.room} · ${t("switchRoom")}`}
      onClick={() => (dialog.value = { name: "switcher" })}
    >
      <bdi {...roomTextAttributes(room)}>{roomTitle(room)}</bdi>
    </button>
  );
}
