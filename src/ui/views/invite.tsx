import type { JSX } from "preact";
import { useRoom } from "./context.ts";
import { Icon } from "./icons.tsx";
import { lazyView } from "./lazy.tsx";
import { Popover } from "./popover.tsx";

const Invitation = lazyView(async () => (await import("./invitation.tsx")).Invitation);

/** The invitation behind a button in the header. */
export function InvitePopover(): JSX.Element {
  const { t } = useRoom();
  return (
    <>
      <button type="button" class="invite-button" popovertarget="invite">
        <Icon name="invite" />
        <span>{t("invite")}</span>
      </button>
      <Popover id="invite" title={t("inviteTitle")}>
        {() => <Invitation />}
      </Popover>
    </>
  );
}
