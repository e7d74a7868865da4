import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { Act } from "../../../protocol/acts.ts";
import { restoreFocus } from "../../browser/restore-focus.ts";
import { showUndoToast } from "../../browser/undo-toast.ts";
import { describeError } from "../../conversation/error-messages.ts";
import { formatDuration } from "../../i18n/duration.ts";
import { UNDO } from "../../models/undoable-entries.ts";
import { browserTimers } from "../../timers.ts";
import { useRoom } from "../context.ts";
import { closeDialog } from "../kit/dialog.tsx";
import { RadioGroup } from "../kit/radio-group.tsx";
import { Switch } from "../kit/switch.tsx";
import type { MemberProps } from "../members/member-dialog.tsx";
import { Confirmation } from "./confirmation.tsx";
import { ReasonField } from "./reason-field.tsx";

const ACTS = ["hide", "mute", "kick", "ban"] as const satisfies readonly Act[];
type ChosenAct = (typeof ACTS)[number];

/** In seconds; `0` for good. */
const DURATIONS = [600, 3_600, 86_400, 0].map(String);

/** Acts on a member: what, for how long and why; the button names the act and the member. A ban for good asks once more. */
export function ActForm({ member, seq }: MemberProps): JSX.Element {
  const { conversation, formats, t } = useRoom();
  const { room, problems } = conversation;
  const { id, name } = member;
  const act = useSignal<ChosenAct>("mute");
  const seconds = useSignal("600");
  const withAddress = useSignal(false);
  const reason = useSignal("");
  const problem = useSignal<string | undefined>(undefined);
  const isAsking = useSignal(false);
  const form = useRef<HTMLDivElement>(null);
  const isTimed = act.value === "mute" || act.value === "ban";
  const isBanForGood = act.value === "ban" && seconds.value === "0";

  async function perform(button: HTMLElement): Promise<void> {
    const chosen = act.peek();
    const durationMs = Number(seconds.peek()) * 1_000;
    await room.moderate(chosen, id, {
      ...(seq === undefined ? {} : { seq }),
      ...(isTimed && durationMs > 0 ? { until: browserTimers.now() + durationMs } : {}),
      ...(chosen === "ban" && withAddress.peek() ? { address: true } : {}),
      ...(reason.peek().trim() === "" ? {} : { reason: reason.peek() }),
    });
    closeDialog(button);
    offerUndo(chosen);
  }

  async function attempt(button: HTMLElement): Promise<void> {
    try {
      await perform(button);
    } catch (error) {
      problem.value = describeError(t, error);
    }
  }

  /** Another choice is another question. */
  function choose(change: () => void): void {
    change();
    isAsking.value = false;
  }

  function offerUndo(done: ChosenAct): void {
    const undo = UNDO[done];
    if (undo === undefined) return;
    showUndoToast({
      text: `${t(`act_${done}`)}: ${name}`,
      label: t("undo"),
      onUndo: () => void room.moderate(undo, id).catch(problems.show),
    });
  }

  return (
    <div class="admin-form" ref={form}>
      <RadioGroup
        name="act"
        title={t("actsTitle")}
        options={ACTS.map((each) => [each, t(`act_${each}`)] as const)}
        selected={act.value}
        onSelect={(each) => choose(() => (act.value = each))}
      >
        <p class="setting-hint">{t(`actHint_${act.value}`, { name })}</p>
      </RadioGroup>
      {isTimed && (
        <RadioGroup
          name="duration"
          title={t("actDuration")}
          options={DURATIONS.map(
            (each) =>
              [each, each === "0" ? t("actForGood") : formatDuration(formats.locale, Number(each))] as const,
          )}
          selected={seconds.value}
          onSelect={(each) => choose(() => (seconds.value = each))}
        />
      )}
      {act.value === "ban" && (
        <Switch
          name="ban-address"
          title={t("actAddress")}
          isOn={withAddress.value}
          onChange={(isOn) => (withAddress.value = isOn)}
        >
          {t("actAddressHint")}
        </Switch>
      )}
      <ReasonField value={reason.value} onChange={(text) => (reason.value = text)} />
      {isAsking.value ? (
        <Confirmation
          text={t("banForGoodText", { name })}
          label={t("actConfirm_ban", { name })}
          onConfirm={perform}
          onCancel={() => {
            isAsking.value = false;
            restoreFocus(() => form.current?.querySelector(".danger-button"));
          }}
        />
      ) : (
        <button
          type="button"
          class="primary danger-button"
          onClick={({ currentTarget }) => {
            if (isBanForGood) isAsking.value = true;
            else void attempt(currentTarget);
          }}
        >
          {t(`actConfirm_${act.value}`, { name })}
        </button>
      )}
      <p class="error" role="alert">
        {problem}
      </p>
    </div>
  );
}
