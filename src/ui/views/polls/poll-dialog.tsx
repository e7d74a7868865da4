import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { formatPoll, MAX_POLL_OPTIONS, MIN_POLL_OPTIONS } from "../../../text/polls.ts";
import { useRoom } from "../context.ts";
import { closeDialog, Dialog } from "../kit/dialog.tsx";
import { LineField } from "../kit/line-field.tsx";

/** Writes a poll into the composer (SPEC REACT-5): a question, and options, of which there is always one more to fill in. */
export function PollDialog(): JSX.Element {
  const { composing, dialog, focusComposer, formats, t } = useRoom();
  const question = useSignal("");
  const options = useSignal<readonly string[]>(["", ""]);
  const form = useRef<HTMLFormElement>(null);
  const isComplete =
    question.value.trim() !== "" && options.value.filter(isFilledIn).length >= MIN_POLL_OPTIONS;

  function change(index: number, text: string): void {
    const changed = options.value.with(index, text);
    const isFull = changed.every(isFilledIn) && changed.length < MAX_POLL_OPTIONS;
    options.value = isFull ? [...changed, ""] : changed;
  }

  function insert(): void {
    if (!isComplete || form.current === null) return;
    composing.takeText({ text: formatPoll(question.value, options.value) });
    closeDialog(form.current);
    focusComposer();
  }

  return (
    <Dialog id="poll-title" title={t("pollCreate")} onClose={() => (dialog.value = undefined)}>
      <form
        ref={form}
        class="poll-form"
        onSubmit={(event) => {
          event.preventDefault();
          insert();
        }}
      >
        <LineField
          label={t("pollQuestion")}
          value={question.value}
          onChange={(text) => (question.value = text)}
        />
        {options.value.map((option, index) => (
          <LineField
            key={index}
            label={t("pollOption", { number: formats.number(index + 1) })}
            value={option}
            onChange={(text) => change(index, text)}
          />
        ))}
        <p class="secondary-text">{t("pollHint")}</p>
        <div class="buttons">
          <button type="submit" class="primary" aria-disabled={!isComplete}>
            {t("pollInsert")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function isFilledIn(text: string): boolean {
  return text.trim() !== "";
}
