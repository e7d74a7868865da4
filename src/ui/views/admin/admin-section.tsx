import type { JSX } from "preact";
import { isAtLeast } from "../../../protocol/roles.ts";
import { storedOwnerKey } from "../../models/owner-key.ts";
import { useRoom } from "../context.ts";
import { TabLink } from "../kit/tab-link.tsx";
import { DialogButton } from "./dialog-button.tsx";

/**
 * In the settings, for owners and moderators: what opens the settings of the room itself. In a frame, which another page
 * could lay something over, that is the room in a tab.
 */
export function AdminSection(): JSX.Element {
  const { page, storage, conversation, t } = useRoom();
  const { role = "guest" } = conversation.self.value ?? {};
  const hasKey = storedOwnerKey(storage, page.room) !== undefined;
  if (page.view === "embed") return <TabLink class="settings-link">{t("adminInTab")}</TabLink>;
  return (
    <div class="setting" role="group" aria-labelledby="admin-title">
      <p class="setting-title" id="admin-title">
        {t("adminTitle")}
      </p>
      {isAtLeast(role, "moderator") && (
        <>
          <DialogButton dialog={{ name: "room-settings" }} icon="settings" label={t("roomSettings")} />
          <DialogButton dialog={{ name: "links" }} icon="link" label={t("links")} />
          <DialogButton dialog={{ name: "audit" }} icon="clock" label={t("audit")} />
        </>
      )}
      {role === "owner" && (
        <DialogButton dialog={{ name: "signing-keys" }} icon="key" label={t("signingKeys")} />
      )}
      {(hasKey || role === "owner") && (
        <DialogButton dialog={{ name: "owner-key" }} icon="key" label={t("ownerKey")} />
      )}
    </div>
  );
}
