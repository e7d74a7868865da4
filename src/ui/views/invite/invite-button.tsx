import type { JSX } from "preact";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";
import { lazyView } from "../kit/lazy-view.tsx";
import { Popover } from "../kit/popover.tsx";

const InvitePanel = lazyView(async () => (await import("./invite-panel.tsx")).InvitePanel);

/** The header's button that opens the invitation. */
export function InviteButton(): JSX.Element {
  const { t } = useRoom();
  return (
    <>
      <button type="button" class="invite-button" popovertarget="invite">
        <Icon name="invite" />
        <span>{t("invite")}</span>
      </button>
      <Popover id="invite" title={t("inviteTitle")}>
        {() => <InvitePanel />}
      </Popover>
    </>
  );
}
