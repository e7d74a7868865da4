import { useSignal, type ReadonlySignal } from "@preact/signals";
import type { JSX, RefObject } from "preact";
import { useRef } from "preact/hooks";
import { copyText, type SelectableField } from "../../browser/copy.ts";
import { useRoom } from "../context.ts";
import { LazyIcon, type LazyIconName } from "../kit/lazy-icons.tsx";
import { useId } from "../kit/use-id.ts";

const COPIED_MS = 2_500;

/** Characters that fit on a line; an estimate for browsers without `field-sizing`. */
const CHARACTERS_PER_LINE = 40;

type CopyOutcome = "none" | "copied" | "selected";

export interface CopyState<Field> {
  readonly field: RefObject<Field | null>;
  readonly outcome: ReadonlySignal<CopyOutcome>;
  readonly copy: () => Promise<void>;
}

/** Copies `text`; if the browser does not permit it, selects it in `field` to be copied by hand. */
export function useCopy<Field extends SelectableField>(text: string): CopyState<Field> {
  const { t, conversation } = useRoom();
  const field = useRef<Field>(null);
  const outcome = useSignal<CopyOutcome>("none");

  async function copy(): Promise<void> {
    outcome.value = await copyText(text, field.current);
    conversation.announcements.announce(t(outcome.value === "copied" ? "copied" : "copyByHand"));
    setTimeout(() => {
      outcome.value = "none";
    }, COPIED_MS);
  }

  return { field, outcome, copy };
}

interface CopyButtonProperties {
  readonly copyState: CopyState<SelectableField>;
  readonly label: string;
  readonly icon: LazyIconName;
  readonly isPrimary?: boolean;
  /** names what is copied, where there are several buttons */
  readonly itemLabel?: string;
}

export function CopyButton({
  copyState,
  label,
  icon,
  isPrimary,
  itemLabel,
}: CopyButtonProperties): JSX.Element {
  const { t } = useRoom();
  const isCopied = copyState.outcome.value === "copied";
  const buttonLabel = isCopied ? t("copied") : label;
  return (
    <button
      type="button"
      class={isPrimary === true ? "primary" : "secondary"}
      aria-label={itemLabel === undefined ? undefined : `${buttonLabel}: ${itemLabel}`}
      onClick={copyState.copy}
    >
      <LazyIcon name={isCopied ? "check" : icon} />
      {buttonLabel}
    </button>
  );
}

/** Shown when the text could only be selected, as in a frame without clipboard permission. */
export function ManualCopyHint({
  copyState,
}: {
  readonly copyState: CopyState<SelectableField>;
}): JSX.Element | null {
  const { t } = useRoom();
  return copyState.outcome.value === "selected" ? <p class="secondary-text">{t("copyByHand")}</p> : null;
}

/** Code in full, with a button to copy it. */
export function CopyField({ label, text }: { readonly label: string; readonly text: string }): JSX.Element {
  const { t } = useRoom();
  const id = useId();
  const copyState = useCopy<HTMLTextAreaElement>(text);
  return (
    <div class="copy-field">
      <label for={id}>{label}</label>
      <textarea
        ref={copyState.field}
        id={id}
        readOnly
        dir="ltr"
        lang="en"
        translate={false}
        spellcheck={false}
        rows={Math.ceil(text.length / CHARACTERS_PER_LINE)}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton copyState={copyState} label={t("copy")} icon="copy" itemLabel={label} />
      <ManualCopyHint copyState={copyState} />
    </div>
  );
}
