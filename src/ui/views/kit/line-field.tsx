import type { JSX } from "preact";
import { cleanLine } from "../../../text/clean-input.ts";
import { cleanField } from "../../browser/clean-field.ts";
import { usesTouchKeyboard } from "../../browser/touch-input.ts";
import { useId } from "./use-id.ts";

interface Properties {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** what the line is for */
  readonly hint?: string;
  /** what is wrong with it; shown in place of the hint */
  readonly problem?: string | undefined;
  /** in UTF-16 units */
  readonly maxLength?: number;
  /** when its dialog opens; on a touch screen the keyboard would cover that */
  readonly takesFocus?: boolean;
}

/** A line of text in any language, with its label. Line breaks and controls are dropped as they are typed or pasted. */
export function LineField({
  label,
  value,
  onChange,
  hint,
  problem,
  maxLength,
  takesFocus = false,
}: Properties): JSX.Element {
  const id = useId();
  const note = problem ?? hint;
  const noteId = `${id}-note`;
  return (
    <div class="setting">
      <label class="setting-title" for={id}>
        {label}
      </label>
      <input
        id={id}
        type="text"
        dir="auto"
        autoComplete="off"
        autofocus={takesFocus && !usesTouchKeyboard()}
        maxLength={maxLength}
        value={value}
        aria-describedby={note === undefined ? undefined : noteId}
        aria-invalid={problem !== undefined}
        onInput={({ currentTarget }) => {
          cleanField(currentTarget, cleanLine);
          onChange(currentTarget.value);
        }}
      />
      {note !== undefined && (
        <p id={noteId} class={problem === undefined ? "setting-hint" : "error"}>
          {note}
        </p>
      )}
    </div>
  );
}
