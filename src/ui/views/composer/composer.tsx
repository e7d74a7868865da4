import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { isSendable, isTooLong } from "../../models/text-check.ts";
import { useRoom } from "../context.ts";
import { EmojiButton } from "../emoji/emoji-button.tsx";
import { Icon } from "../kit/icons.tsx";
import { lazyView, LoadProblem } from "../kit/lazy-view.tsx";
import { ComposerField } from "./composer-field.tsx";
import { ComposerMode } from "./composer-mode.tsx";
import { LazyCompletions } from "./lazy-completions.tsx";

const TextProblem = lazyView(async () => (await import("./text-problem.tsx")).TextProblem);
const LongText = lazyView(async () => (await import("./long-text.tsx")).LongText);

const PROBLEM_ID = "write-problem";

/** The composer works whatever the connection does: messages wait in the outbox. */
export function Composer(): JSX.Element {
  const { composing, conversation } = useRoom();
  const field = useRef<HTMLTextAreaElement>(null);
  const check = composing.check.value;
  const isNear = check.name === "near";
  const { Hint } = composing.rules.value;
  const hasProblem = !isSendable(check) && check.name !== "empty";

  function submit(): void {
    const isNew = composing.mode.value.name !== "edit";
    if (composing.submit() && isNew) conversation.goToLatest();
  }

  return (
    // Not a form: in a frame that is sandboxed without `allow-forms` nothing would be submitted.
    <div class="composer">
      <div class="column">
        <ComposerError />
        <ComposerMode />
        <div class="composer-box">
          <LazyCompletions field={field} />
          <EmojiButton field={field} />
          <ComposerField field={field} isInvalid={hasProblem} describedBy={PROBLEM_ID} onSubmit={submit} />
          <SendButton isDisabled={!composing.canSend.value} onSend={submit} />
        </div>
        <div id={PROBLEM_ID} class={isNear ? "limit" : "limit error"} role="status">
          {(isNear || hasProblem) && <TextProblem check={check} />}
        </div>
        {Hint !== undefined && <Hint />}
        {isTooLong(check) && composing.mode.value.name !== "edit" && <LongText />}
      </div>
    </div>
  );
}

/** Always rendered: a screen reader announces only what appears in a live region that was there before. */
export function ComposerError(): JSX.Element {
  const { conversation } = useRoom();
  return (
    <p class="problem error" role="alert">
      {conversation.problems.isLoadFailure.value ? <LoadProblem /> : conversation.problems.message}
    </p>
  );
}

interface SendButtonProperties {
  readonly isDisabled: boolean;
  readonly onSend: () => void;
}

function SendButton({ isDisabled, onSend }: SendButtonProperties): JSX.Element {
  const { t } = useRoom();
  return (
    <button
      type="button"
      class="send"
      title={t("send")}
      aria-disabled={isDisabled}
      onClick={onSend}
      // The field keeps the focus: a phone's keyboard stays open.
      onMouseDown={(event) => event.preventDefault()}
    >
      <Icon name="send" />
    </button>
  );
}
