import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { PlainStringKey } from "../i18n/strings.ts";
import type { NotificationAccess } from "../browser/notifications.ts";
import { NOTIFY_LEVELS, type NotifyLevel } from "../models/preferences.ts";
import type { NotificationControls } from "../start-notifications.ts";
import { Choice } from "./choice.tsx";
import { useRoom } from "./context.ts";

/** Of which messages a notification tells. The browser asks the reader when they first choose some, not before. */
export function NotifyChoice({ told: { settings, notifications } }: { readonly told: NotificationControls }): JSX.Element {
  const { conversation, t } = useRoom();
  const dismissed = useSignal(false);
  const permission = notifications.permission.value;
  const chosen = permission === "granted" ? settings.notify.value : "off";
  const name = conversation.self.value?.name ?? "";
  const problem = problemOf(permission, dismissed.value);

  useEffect(() => notifications.refreshPermission(), [notifications]);

  async function choose(notify: NotifyLevel): Promise<void> {
    dismissed.value = false;
    const answer = notify === "off" ? "granted" : await notifications.requestPermission();
    if (answer === "granted") settings.setNotify(notify);
    dismissed.value = answer === "default";
  }

  return (
    <Choice
      name="notify"
      title={t("notify")}
      choices={NOTIFY_LEVELS.map((notify) => [notify, t(`notify_${notify}`)] as const)}
      chosen={chosen}
      onChoose={(notify) => void choose(notify)}
    >
      <p class="setting-hint">{t(`notifyHint_${chosen}`, { name })}</p>
      <p class="error" role="alert">
        {problem !== undefined && t(problem)}
      </p>
    </Choice>
  );
}

function problemOf(permission: NotificationAccess, dismissed: boolean): PlainStringKey | undefined {
  switch (permission) {
    case "unsupported":
      return "notifyUnsupported";
    case "denied":
      return "notifyDenied";
    case "default":
      return dismissed ? "notifyDismissed" : undefined;
    case "granted":
      return undefined;
  }
}
