import { useSignal, type ReadonlySignal } from "@preact/signals";
import type { JSX, RefObject } from "preact";
import { useId, useRef } from "preact/hooks";
import { copyText, type SelectableField } from "../browser/copy.ts";
import { useRoom } from "./context.ts";
import { Icon, type IconName } from "./icons.tsx";
import { useInvitingWords } from "./inviting-words.ts";

const COPIED_MS = 2_500;

/** About as many fit a line; where the style sheet can measure, it does. */
const CHARACTERS_PER_LINE = 40;

type Outcome = "none" | "copied" | "selected";

export interface Copying<Field> {
  readonly field: RefObject<Field | null>;
  readonly outcome: ReadonlySignal<Outcome>;
  readonly copy: () => Promise<void>;
}

/** Copies `text`, which stands in `field` too, and says how that went. */
export function useCopying<Field extends SelectableField>(text: string): Copying<Field> {
  const { t, conversation } = useRoom();
  const field = useRef<Field>(null);
  const outcome = useSignal<Outcome>("none");

  async function copy(): Promise<void> {
    outcome.value = await copyText(text, field.current);
    conversation.announcements.announce(t(outcome.value === "copied" ? "copied" : "copyByHand"));
    setTimeout(() => {
      outcome.value = "none";
    }, COPIED_MS);
  }

  return { field, outcome, copy };
}

interface ButtonProperties {
  readonly copying: Copying<SelectableField>;
  readonly label: string;
  readonly icon: IconName;
  readonly isPrimary?: boolean;
  /** what is copied, where a page has several of these */
  readonly what?: string;
}

export function CopyButton({ copying, label, icon, isPrimary, what }: ButtonProperties): JSX.Element {
  const { t } = useRoom();
  const isCopied = copying.outcome.value === "copied";
  const words = isCopied ? t("copied") : label;
  return (
    <button
      type="button"
      class={isPrimary === true ? "primary" : "quiet"}
      aria-label={what === undefined ? undefined : `${words}: ${what}`}
      onClick={copying.copy}
    >
      <Icon name={isCopied ? "check" : icon} />
      {words}
    </button>
  );
}

/** In a frame without permission the text is left selected: this says what to do then. */
export function CopyByHand({ copying }: { readonly copying: Copying<SelectableField> }): JSX.Element | null {
  const { t } = useRoom();
  return copying.outcome.value === "selected" ? <p class="quiet-words">{t("copyByHand")}</p> : null;
}

/** Code to copy, whole and in view. */
export function CopyField({ label, text }: { readonly label: string; readonly text: string }): JSX.Element {
  const say = useInvitingWords();
  const id = useId();
  const copying = useCopying<HTMLTextAreaElement>(text);
  return (
    <div class="copy-field">
      <label for={id}>{label}</label>
      <textarea
        ref={copying.field}
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
      <CopyButton copying={copying} label={say.copy} icon="copy" what={label} />
      <CopyByHand copying={copying} />
    </div>
  );
}
