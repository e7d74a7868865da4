import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { Translate } from "../../i18n/translate.ts";
import { isSendable, isTooLong, type TextCheck } from "../../models/text-check.ts";
import { useRoom } from "../context.ts";
import { EmojiButton } from "../emoji/emoji-button.tsx";
import { Icon } from "../kit/icons.tsx";
import { lazyView } from "../kit/lazy-view.tsx";
import { ComposerField } from "./composer-field.tsx";
import { ComposerMode } from "./composer-mode.tsx";
import { LazyCompletions } from "./lazy-completions.tsx";

const LongText = lazyView(async () => (await import("./long-text.tsx")).LongText);

const PROBLEM_ID = "write-problem";

/** The composer works whatever the connection does: messages wait in the outbox. */
export function Composer(): JSX.Element {
  const { t, composing, conversation } = useRoom();
  const field = useRef<HTMLTextAreaElement>(null);
  const check = composing.check.value;
  const problem = textProblem(check, t);
  const isNear = check.name === "near";

  function submit(): void {
    const isNew = composing.mode.value.name !== "edit";
    if (composing.submit() && isNew) conversation.goToLatest();
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div class="column">
        <ComposerError />
        <ComposerMode />
        <div class="composer-box">
          <LazyCompletions field={field} />
          <EmojiButton field={field} />
          <ComposerField
            field={field}
            isInvalid={problem !== undefined && !isNear}
            describedBy={PROBLEM_ID}
            onSubmit={submit}
          />
          <SendButton isDisabled={!isSendable(check)} />
        </div>
        <p id={PROBLEM_ID} class={isNear ? "limit" : "limit error"} role="status">
          {problem}
        </p>
        {isTooLong(check) && composing.mode.value.name !== "edit" && <LongText />}
      </div>
    </form>
  );
}

/** Always rendered: a screen reader announces only what appears in a live region that was there before. */
function ComposerError(): JSX.Element {
  const { conversation } = useRoom();
  return (
    <p class="problem error" role="alert">
      {conversation.problems.message}
    </p>
  );
}

function SendButton({ isDisabled }: { readonly isDisabled: boolean }): JSX.Element {
  const { t } = useRoom();
  return (
    <button
      type="submit"
      class="send"
      aria-label={t("send")}
      title={t("send")}
      aria-disabled={isDisabled}
      // The field keeps the focus: a phone's keyboard stays open.
      onMouseDown={(event) => event.preventDefault()}
    >
      <Icon name="send" />
    </button>
  );
}

function textProblem(check: TextCheck, t: Translate): string | undefined {
  switch (check.name) {
    case "near":
      return t("charactersLeft", { count: check.left });
    case "over":
      return t("charactersOver", { count: check.by });
    case "over-bytes":
      return t("bytesOver");
    case "invalid":
      return t("invalidText");
    case "empty":
    case "good":
      return undefined;
  }
}
