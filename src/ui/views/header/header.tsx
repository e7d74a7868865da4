import type { JSX } from "preact";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";
import { InviteButton } from "../invite/invite-button.tsx";
import { MembersButton } from "./members.tsx";
import { OwnName } from "./own-name.tsx";
import { SearchButton } from "../search/search-button.tsx";
import { SettingsButton } from "../settings/settings-button.tsx";

/** The room's name, your name, and the buttons for members, search, invitation and settings. */
export function Header(): JSX.Element {
  const { page, t } = useRoom();
  return (
    <header class="room-header">
      <div class="column">
        {page.view === "page" && (
          <a class="home" href="/" aria-label={t("home")}>
            <img src="/icon.svg" alt="" width="36" height="36" />
          </a>
        )}
        <div class="header-title">
          {/* In its own direction: a long name is truncated at its end, not at its beginning. */}
          <h1>{page.view === "page" ? <RoomTitle /> : <bdi>{page.room}</bdi>}</h1>
          <OwnName />
        </div>
        <div class="header-actions">
          <MembersButton />
          <SearchButton />
          {page.view === "page" ? <InviteButton /> : <OpenInTab />}
          <SettingsButton />
        </div>
      </div>
    </header>
  );
}

/** The room's name; a click opens another room. */
function RoomTitle(): JSX.Element {
  const { page, switcher, t } = useRoom();
  return (
    <button
      type="button"
      class="room-title"
      aria-haspopup="dialog"
      title={t("switchRoom")}
      onClick={() => (switcher.value = true)}
    >
      <bdi>{page.room}</bdi>
    </button>
  );
}

function OpenInTab(): JSX.Element {
  const { page, t } = useRoom();
  return (
    <a class="icon-button" href={page.url.href} target="_blank" rel="noopener" title={t("openInTab")}>
      <Icon name="out" />
    </a>
  );
}
