import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { cleanLine } from "../../../text/clean-input.ts";
import { isComposing } from "../../browser/is-composing.ts";
import { cleanField } from "../../browser/clean-field.ts";
import { useRoom } from "../context.ts";
import { LazyIcon } from "../kit/lazy-icons.tsx";
import { useRename } from "./use-rename.ts";

export interface NameFormProperties {
  readonly name: string;
  /** the name was changed, or Escape or "cancel" was pressed */
  readonly onDone: () => void;
}

/** Changes your name. */
export function NameForm({ name, onDone }: NameFormProperties): JSX.Element {
  const { t } = useRoom();
  const input = useRef<HTMLInputElement>(null);
  const { problem, rename } = useRename(name, onDone);
  const save = () => void rename(input.current?.value ?? "");
  useEffect(() => {
    input.current?.focus({ preventScroll: true });
    input.current?.select();
  }, []);

  return (
    // Not a form, as the composer is none.
    <div
      class="own-name name-form"
      onKeyDown={(event) => {
        if (event.key === "Escape" && !isComposing(event)) onDone();
      }}
    >
      <input
        ref={input}
        defaultValue={name}
        onInput={(event) => cleanField(event.currentTarget, cleanLine)}
        dir="auto"
        aria-label={t("yourName")}
        aria-invalid={problem.value !== undefined}
        aria-describedby="name-problem"
        autoComplete="nickname"
        enterkeyhint="done"
        onKeyDown={(event) => {
          if (event.key === "Enter" && !isComposing(event)) save();
        }}
      />
      <button type="button" class="icon-button" title={t("save")} onClick={save}>
        <LazyIcon name="check" />
      </button>
      <button type="button" class="icon-button" title={t("cancel")} onClick={onDone}>
        <LazyIcon name="close" />
      </button>
      <p id="name-problem" class="error" role="alert">
        {problem}
      </p>
    </div>
  );
}
