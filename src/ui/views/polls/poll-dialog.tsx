import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { cleanLine } from "../../../text/clean-input.ts";
import { formatPoll, MAX_POLL_OPTIONS, MIN_POLL_OPTIONS } from "../../../text/polls.ts";
import { cleanField } from "../../browser/clean-field.ts";
import { useRoom } from "../context.ts";
import { closeDialog, Dialog } from "../kit/dialog.tsx";

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
        <Field
          id="poll-question"
          label={t("pollQuestion")}
          value={question.value}
          onChange={(text) => (question.value = text)}
        />
        {options.value.map((option, index) => (
          <Field
            key={index}
            id={`poll-option-${index}`}
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

interface FieldProperties {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

function Field({ id, label, value, onChange }: FieldProperties): JSX.Element {
  return (
    <div class="setting">
      <label class="setting-title" for={id}>
        {label}
      </label>
      <input
        id={id}
        type="text"
        dir="auto"
        value={value}
        autoComplete="off"
        onInput={({ currentTarget }) => {
          cleanField(currentTarget, cleanLine);
          onChange(currentTarget.value);
        }}
      />
    </div>
  );
}

function isFilledIn(text: string): boolean {
  return text.trim() !== "";
}
