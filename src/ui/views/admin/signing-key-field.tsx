import type { JSX } from "preact";
import { useId } from "../kit/use-id.ts";

interface Properties {
  readonly label: string;
  readonly hint: string;
  /** shown in place of the hint */
  readonly problem: string | undefined;
  readonly value: string;
  readonly onInput: (text: string) => void;
}

/** A line of a key: an identifier that is compared as it is typed, in no language. */
export function SigningKeyField({ label, hint, problem, value, onInput }: Properties): JSX.Element {
  const id = useId();
  return (
    <div class="setting">
      <label class="setting-title" for={id}>
        {label}
      </label>
      <input
        id={id}
        type="text"
        dir="ltr"
        translate={false}
        autoComplete="off"
        autocapitalize="none"
        spellcheck={false}
        value={value}
        aria-describedby={`${id}-hint`}
        aria-invalid={problem !== undefined}
        onInput={({ currentTarget }) => onInput(currentTarget.value.trim())}
      />
      <p id={`${id}-hint`} class={problem === undefined ? "setting-hint" : "error"}>
        {problem ?? hint}
      </p>
    </div>
  );
}
