import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { ModerateOptions } from "../../../client/api.ts";
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

interface Choice {
  readonly act: ChosenAct;
  readonly seconds: string;
  readonly withAddress: boolean;
  readonly reason: string;
}

const FIRST_CHOICE: Choice = { act: "mute", seconds: "600", withAddress: false, reason: "" };

function isTimed({ act }: Choice): boolean {
  return act === "mute" || act === "ban";
}

/** The choice as the room takes it, for a member by their message `seq` where that is known. */
function optionsOf(choice: Choice, seq: number | undefined): ModerateOptions {
  const durationMs = Number(choice.seconds) * 1_000;
  return {
    ...(seq === undefined ? {} : { seq }),
    ...(isTimed(choice) && durationMs > 0 ? { until: browserTimers.now() + durationMs } : {}),
    ...(choice.act === "ban" && choice.withAddress ? { address: true } : {}),
    ...(choice.reason.trim() === "" ? {} : { reason: choice.reason }),
  };
}

/** Acts on a member: what, for how long and why; the button names the act and the member. A ban for good asks once more. */
export function ActForm({ member, seq }: MemberProps): JSX.Element {
  const { conversation, t } = useRoom();
  const { room, problems } = conversation;
  const { id, name } = member;
  const choice = useSignal(FIRST_CHOICE);
  const problem = useSignal<string | undefined>(undefined);
  const isAsking = useSignal(false);
  const form = useRef<HTMLDivElement>(null);
  const { act, seconds } = choice.value;
  const isBanForGood = act === "ban" && seconds === "0";

  async function perform(button: HTMLElement): Promise<void> {
    const chosen = choice.peek();
    await room.moderate(chosen.act, id, optionsOf(chosen, seq));
    closeDialog(button);
    offerUndo(chosen.act);
  }

  async function attempt(button: HTMLElement): Promise<void> {
    try {
      await perform(button);
    } catch (error) {
      problem.value = describeError(t, error);
    }
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
      <ActFields
        name={name}
        choice={choice.value}
        onChange={(changed) => (choice.value = { ...choice.peek(), ...changed })}
        onOtherAct={() => (isAsking.value = false)}
      />
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
          {t(`actConfirm_${act}`, { name })}
        </button>
      )}
      <p class="error" role="alert">
        {problem}
      </p>
    </div>
  );
}

interface FieldsProperties {
  /** the member's */
  readonly name: string;
  readonly choice: Choice;
  readonly onChange: (changed: Partial<Choice>) => void;
  /** another act, or another time, is another question */
  readonly onOtherAct: () => void;
}

function ActFields({ name, choice, onChange, onOtherAct }: FieldsProperties): JSX.Element {
  const { formats, t } = useRoom();
  const choose = (changed: Partial<Choice>): void => {
    onChange(changed);
    onOtherAct();
  };
  const durationText = (seconds: string): string =>
    seconds === "0" ? t("actForGood") : formatDuration(formats.locale, Number(seconds));
  return (
    <>
      <RadioGroup
        name="act"
        title={t("actsTitle")}
        options={ACTS.map((each) => [each, t(`act_${each}`)] as const)}
        selected={choice.act}
        onSelect={(act) => choose({ act })}
      >
        <p class="setting-hint">{t(`actHint_${choice.act}`, { name })}</p>
      </RadioGroup>
      {isTimed(choice) && (
        <RadioGroup
          name="duration"
          title={t("actDuration")}
          options={DURATIONS.map((each) => [each, durationText(each)] as const)}
          selected={choice.seconds}
          onSelect={(seconds) => choose({ seconds })}
        />
      )}
      {choice.act === "ban" && (
        <Switch
          name="ban-address"
          title={t("actAddress")}
          isOn={choice.withAddress}
          onChange={(withAddress) => onChange({ withAddress })}
        >
          {t("actAddressHint")}
        </Switch>
      )}
      <ReasonField value={choice.reason} onChange={(reason) => onChange({ reason })} />
    </>
  );
}
