import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { isAtLeast } from "../../../protocol/roles.ts";
import { SETTINGS, type RoomSettings, type SettingName } from "../../../protocol/settings.ts";
import { restoreFocus } from "../../browser/restore-focus.ts";
import { describeError } from "../../conversation/error-messages.ts";
import type { Translate } from "../../i18n/translate.ts";
import { areSettingsValid, warningsOf, type SettingWarning } from "../../models/setting-changes.ts";
import { browserTimers } from "../../timers.ts";
import { useRoom } from "../context.ts";
import { Dialog } from "../kit/dialog.tsx";
import { Confirmation } from "./confirmation.tsx";
import { DangerZone } from "./danger-zone.tsx";
import { SETTING_FIELDS } from "./setting-fields.tsx";

type Step =
  | { readonly name: "idle" | "saving" | "saved" }
  | { readonly name: "confirming"; readonly warnings: readonly SettingWarning[] }
  | { readonly name: "failed"; readonly message: string };

const FIELD_NAMES = Object.keys(SETTING_FIELDS) as SettingName[];

/**
 * The settings of the room that the user's role may change. They are saved together; what others change meanwhile is shown
 * where the user has changed nothing.
 */
export function RoomSettingsDialog(): JSX.Element {
  const { conversation, dialog, t } = useRoom();
  const { room, settings } = conversation;
  const changes = useSignal<RoomSettings>({});
  const step = useSignal<Step>({ name: "idle" });
  const saving = useRef<HTMLDivElement>(null);
  const role = conversation.self.value?.role ?? "guest";
  const current: RoomSettings = { ...settings.value, ...changes.value };
  const isValid = areSettingsValid(current, browserTimers.now());
  const canSave = Object.keys(changes.value).length > 0 && isValid && step.value.name !== "saving";

  function change(changed: RoomSettings): void {
    changes.value = { ...changes.peek(), ...changed };
    step.value = { name: "idle" };
  }

  function ask(): void {
    if (!canSave) return;
    const warnings = warningsOf(settings.peek(), changes.peek(), browserTimers.now());
    if (warnings.length === 0) void save();
    else step.value = { name: "confirming", warnings };
  }

  /** The button takes the place of the question. */
  function answer(next: Step): void {
    step.value = next;
    restoreFocus(() => saving.current?.querySelector("button"));
  }

  async function save(): Promise<void> {
    const saved = changes.peek();
    answer({ name: "saving" });
    try {
      await room.configure(saved);
      changes.value = {};
      step.value = { name: "saved" };
    } catch (error) {
      step.value = { name: "failed", message: saveError(t, error) };
    }
  }

  return (
    <Dialog id="room-settings-title" title={t("roomSettings")} onClose={() => (dialog.value = undefined)}>
      <div class="settings">
        {FIELD_NAMES.filter((name) => isAtLeast(role, SETTINGS[name].minRole)).map((name) => {
          const Field = SETTING_FIELDS[name];
          return <Field key={name} settings={current} onChange={change} />;
        })}
      </div>
      <div ref={saving}>
        {step.value.name === "confirming" ? (
          <Confirmation
            text={[...step.value.warnings.map((warning) => t(`warning_${warning}`)), t("cannotUndo")].join(
              " ",
            )}
            label={t("saveAnyway")}
            onConfirm={save}
            onCancel={() => answer({ name: "idle" })}
          />
        ) : (
          <div class="buttons">
            <button type="button" class="primary" aria-disabled={!canSave} onClick={ask}>
              {t("save")}
            </button>
            <SaveResult step={step.value} />
          </div>
        )}
      </div>
      {role === "owner" && <DangerZone />}
    </Dialog>
  );
}

/** The fields refuse what no room may have: what is left is what this deployment does not allow (SPEC POLICY-5, SET-7). */
function saveError(t: Translate, error: unknown): string {
  const { code } = Object(error) as { readonly code?: unknown };
  return code === "bad_command" ? t("settingsRefused") : describeError(t, error);
}

function SaveResult({ step }: { readonly step: Step }): JSX.Element {
  const { t } = useRoom();
  return (
    <p class={step.name === "failed" ? "save-result error" : "save-result"} role="status">
      {step.name === "saved" && t("settingsSaved")}
      {step.name === "failed" && step.message}
    </p>
  );
}
