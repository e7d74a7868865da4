import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { PlainStringKey } from "../../i18n/strings.ts";
import type { NotificationAccess } from "../../browser/notifications.ts";
import { NOTIFY_LEVELS, type NotifyLevel } from "../../models/preferences.ts";
import type { NotificationControls } from "../../start-notifications.ts";
import { RadioGroup } from "../kit/radio-group.tsx";
import { useRoom } from "../context.ts";

/** Which messages notify. The browser asks for permission only when notifications are first switched on. */
export function NotificationChoice({
  notificationControls: { settings, notifications },
}: {
  readonly notificationControls: NotificationControls;
}): JSX.Element {
  const { conversation, t } = useRoom();
  const dismissed = useSignal(false);
  const permission = notifications.permission.value;
  const selected = permission === "granted" ? settings.notify.value : "off";
  const name = conversation.self.value?.name ?? "";
  const problem = permissionProblem(permission, dismissed.value);

  useEffect(() => notifications.refreshPermission(), [notifications]);

  async function select(notify: NotifyLevel): Promise<void> {
    dismissed.value = false;
    const outcome = notify === "off" ? "granted" : await notifications.requestPermission();
    if (outcome === "granted") settings.setNotify(notify);
    dismissed.value = outcome === "default";
  }

  return (
    <RadioGroup
      name="notify"
      title={t("notify")}
      options={NOTIFY_LEVELS.map((notify) => [notify, t(`notify_${notify}`)] as const)}
      selected={selected}
      onSelect={(notify) => void select(notify)}
    >
      <p class="setting-hint">{t(`notifyHint_${selected}`, { mention: `@${name}` })}</p>
      <p class="error" role="alert">
        {problem !== undefined && t(problem)}
      </p>
    </RadioGroup>
  );
}

function permissionProblem(permission: NotificationAccess, dismissed: boolean): PlainStringKey | undefined {
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
