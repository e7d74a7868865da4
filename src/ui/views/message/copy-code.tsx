import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { copyPlainText } from "../../browser/copy.ts";
import { browserTimers } from "../../timers.ts";
import { useRoom } from "../context.ts";
import { LazyIcon } from "../kit/lazy-icons.tsx";

const COPIED_MS = 2_000;

/** Copies the text of a code block. */
export function CopyCode({ text }: { readonly text: string }): JSX.Element {
  const { t, conversation } = useRoom();
  const isCopied = useSignal(false);

  async function copy(): Promise<void> {
    if (!(await copyPlainText(text))) return conversation.problems.showMessage(t("copyFailed"));
    conversation.announcements.announce(t("copied"));
    isCopied.value = true;
    browserTimers.after(COPIED_MS, () => (isCopied.value = false));
  }

  return (
    <button
      type="button"
      class="icon-button copy-code"
      title={t(isCopied.value ? "copied" : "copy")}
      tabIndex={-1}
      onClick={() => void copy()}
    >
      <LazyIcon name={isCopied.value ? "check" : "copy"} />
    </button>
  );
}
