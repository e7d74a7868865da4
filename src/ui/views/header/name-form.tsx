import { useSignal, type ReadonlySignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { cleanLine } from "../../../text/clean-input.ts";
import { parseName, type NameFailure } from "../../../text/names.ts";
import { isComposing } from "../../browser/is-composing.ts";
import { cleanField } from "../../browser/clean-field.ts";
import { describeError } from "../../conversation/error-messages.ts";
import type { Translate } from "../../i18n/translate.ts";
import { savePreferredName } from "../../models/preferred-name.ts";
import { useRoom } from "../context.ts";
import { LazyIcon } from "../kit/lazy-icons.tsx";

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
  useEffect(() => {
    input.current?.focus({ preventScroll: true });
    input.current?.select();
  }, []);

  return (
    <form
      class="own-name name-form"
      onSubmit={(event) => {
        event.preventDefault();
        void rename(input.current?.value ?? "");
      }}
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
      />
      <button type="submit" class="icon-button" aria-label={t("save")} title={t("save")}>
        <LazyIcon name="check" />
      </button>
      <button type="button" class="icon-button" aria-label={t("cancel")} title={t("cancel")} onClick={onDone}>
        <LazyIcon name="close" />
      </button>
      <p id="name-problem" class="error" role="alert">
        {problem}
      </p>
    </form>
  );
}

interface Rename {
  /** why the last attempt failed */
  readonly problem: ReadonlySignal<string | undefined>;
  readonly rename: (name: string) => Promise<void>;
}

function useRename(current: string, onDone: () => void): Rename {
  const { conversation, storage, t } = useRoom();
  const problem = useSignal<string | undefined>(undefined);

  async function rename(name: string): Promise<void> {
    const max = conversation.limits.value.nameGraphemes;
    const parsed = parseName(name, max);
    if (!parsed.ok) {
      problem.value = nameProblem(parsed.failure, max, t);
      return;
    }
    try {
      if (parsed.value !== current) await conversation.room.rename(parsed.value);
      savePreferredName(storage, parsed.value);
      onDone();
    } catch (error) {
      problem.value = describeError(t, error);
    }
  }

  return { problem, rename };
}

function nameProblem(failure: NameFailure, max: number, t: Translate): string {
  switch (failure) {
    case "empty":
      return t("nameEmpty");
    case "too_long":
      return t("nameTooLong", { count: max });
    case "reserved":
      return t("nameReserved");
    case "control":
    case "not_unicode":
      return t("nameControl");
  }
}
