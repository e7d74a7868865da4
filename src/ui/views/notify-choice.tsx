import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { PlainKey } from "../i18n/strings.ts";
import type { Permission } from "../browser/notifications.ts";
import { NOTIFY, type Notify } from "../models/choices.ts";
import type { Told } from "../start-telling.ts";
import { Choice } from "./choice.tsx";
import { useRoom } from "./context.ts";

/** Of which messages a notification tells. The browser asks the reader when they first choose some, not before. */
export function NotifyChoice({ told: { settings, notifications } }: { readonly told: Told }): JSX.Element {
  const { conversation, t } = useRoom();
  const dismissed = useSignal(false);
  const permission = notifications.permission.value;
  const chosen = permission === "granted" ? settings.notify.value : "off";
  const name = conversation.self.value?.name ?? "";
  const problem = problemOf(permission, dismissed.value);

  useEffect(() => notifications.look(), [notifications]);

  async function choose(notify: Notify): Promise<void> {
    dismissed.value = false;
    const answer = notify === "off" ? "granted" : await notifications.ask();
    if (answer === "granted") settings.setNotify(notify);
    dismissed.value = answer === "default";
  }

  return (
    <Choice
      name="notify"
      title={t("notify")}
      choices={NOTIFY.map((notify) => [notify, t(`notify_${notify}`)] as const)}
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

function problemOf(permission: Permission, dismissed: boolean): PlainKey | undefined {
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
