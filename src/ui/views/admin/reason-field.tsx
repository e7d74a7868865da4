import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { cleanLine } from "../../../text/clean-input.ts";
import { cleanField } from "../../browser/clean-field.ts";
import { usesTouchKeyboard } from "../../browser/touch-input.ts";
import { useRoom } from "../context.ts";

/** A reason has as many graphemes at most, each of which has one of these or more. */
const MAX_UTF16_UNITS = 300;

interface Properties {
  readonly value: string;
  readonly onChange: (reason: string) => void;
  /** when its dialog opens; on a touch screen the keyboard would cover that */
  readonly takesFocus?: boolean;
}

/** Why a moderator does something: for the member, the others and the log, if they like. */
export function ReasonField({ value, onChange, takesFocus = false }: Properties): JSX.Element {
  const { t } = useRoom();
  const id = useId();
  return (
    <div class="setting">
      <label class="setting-title" for={id}>
        {t("actReason")}
      </label>
      <input
        id={id}
        type="text"
        dir="auto"
        autoComplete="off"
        autofocus={takesFocus && !usesTouchKeyboard()}
        maxLength={MAX_UTF16_UNITS}
        value={value}
        onInput={({ currentTarget }) => {
          cleanField(currentTarget, cleanLine);
          onChange(currentTarget.value);
        }}
      />
    </div>
  );
}
