import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { isAtLeast } from "../../../protocol/roles.ts";
import { settingOf, type RoomSettings, type Writers } from "../../../protocol/settings.ts";
import { managePopoverFocus } from "../../browser/popover-focus.ts";
import { BotsTab } from "./bots-tab.tsx";
import { EmbedTab } from "./embed-tab.tsx";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";
import { lazyAdminPanel } from "../kit/lazy-admin-panel.tsx";
import { QrCode, RoomLink } from "./room-link.tsx";
import { Tabs, type Tab } from "../kit/tabs.tsx";

const LinksButton = lazyAdminPanel(async () => (await import("../admin/links-button.tsx")).LinksButton);

const HINTS = {
  everyone: "inviteHint",
  members: "inviteHintMembers",
  moderators: "inviteHintModerators",
} as const satisfies Record<Writers, string>;

export type InviteTab = "link" | "embed" | "bots";

/** The selected tab. Global: the page has one invitation, and the welcome of an empty room links to its tabs. */
export const selectedInviteTab = signal<InviteTab>("link");

/** The ways to invite: a link for people, an embed for pages, commands for bots. */
export function InvitePanel(): JSX.Element {
  const { t } = useRoom();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(
    () =>
      managePopoverFocus(
        panel.current,
        () => panel.current?.querySelector("[role=tab][tabindex='0']") ?? null,
      ),
    [],
  );
  const tabs: readonly Tab<InviteTab>[] = [
    { id: "link", label: t("inviteLink"), view: () => <LinkTab /> },
    { id: "embed", label: t("inviteEmbed"), view: () => <EmbedTab /> },
    { id: "bots", label: t("inviteBots"), view: () => <BotsTab /> },
  ];
  return (
    <div class="invitation" ref={panel}>
      <button
        type="button"
        class="icon-button panel-close"
        popovertarget="invite"
        popovertargetaction="hide"
        title={t("close")}
      >
        <Icon name="close" />
      </button>
      <Tabs
        id="invite-tabs"
        label={t("inviteTabs")}
        tabs={tabs}
        current={selectedInviteTab.value}
        onChange={(id) => {
          selectedInviteTab.value = id;
        }}
      />
    </div>
  );
}

/** Who the room's link lets in, and what they may do there. */
function hintOf(settings: RoomSettings) {
  if (settingOf(settings, "read") !== "everyone") return "inviteHintPrivate";
  return HINTS[settingOf(settings, "write")];
}

function LinkTab(): JSX.Element {
  const { conversation, t } = useRoom();
  const { role = "guest" } = conversation.self.value ?? {};
  return (
    <>
      <p class="secondary-text">{t(hintOf(conversation.settings.value))}</p>
      <RoomLink />
      <QrCode />
      {isAtLeast(role, "moderator") && <LinksButton />}
    </>
  );
}
