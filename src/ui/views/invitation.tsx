import { signal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { managePopoverFocus } from "../browser/popover-focus.ts";
import { BotsTab } from "./bots-tab.tsx";
import { EmbedTab } from "./embed-tab.tsx";
import { Icon } from "./icons.tsx";
import { useInvitingWords } from "./inviting-words.ts";
import { QrCode, RoomLink } from "./room-link.tsx";
import { Tabs, type Tab } from "./tabs.tsx";

export type InvitationTab = "link" | "embed" | "bots";

/** The tab that is shown. The page has one invitation, and an empty room leads to each of its tabs. */
export const invitationTab = signal<InvitationTab>("link");

/** All the ways to bring somebody here: people, pages and programs. */
export function Invitation(): JSX.Element {
  const say = useInvitingWords();
  const panel = useRef<HTMLDivElement>(null);
  useEffect(
    () => managePopoverFocus(panel.current, () => panel.current?.querySelector("[role=tab][tabindex='0']") ?? null),
    [],
  );
  const tabs: readonly Tab<InvitationTab>[] = [
    { id: "link", label: say.link, view: () => <LinkTab /> },
    { id: "embed", label: say.embed, view: () => <EmbedTab /> },
    { id: "bots", label: say.bots, view: () => <BotsTab /> },
  ];
  return (
    <div class="invitation" ref={panel}>
      <button
        type="button"
        class="icon-button panel-close"
        popovertarget="invite"
        popovertargetaction="hide"
        aria-label={say.close}
        title={say.close}
      >
        <Icon name="close" />
      </button>
      <Tabs
        id="invite-ways"
        label={say.ways}
        tabs={tabs}
        current={invitationTab.value}
        onChange={(id) => {
          invitationTab.value = id;
        }}
      />
    </div>
  );
}

function LinkTab(): JSX.Element {
  const say = useInvitingWords();
  return (
    <>
      <p class="quiet-words">{say.hint}</p>
      <RoomLink />
      <QrCode />
    </>
  );
}
