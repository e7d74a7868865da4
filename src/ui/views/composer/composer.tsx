import { effect } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { autosizeTextarea } from "../../browser/autosize-textarea.ts";
import { usesTouchKeyboard } from "../../browser/touch-input.ts";
import type { Translate } from "../../i18n/translate.ts";
import { plainDirection } from "../../models/direction.ts";
import { isSendable, isTooLong, type TextCheck } from "../../models/text-check.ts";
import { LazyCompletions } from "./lazy-completions.tsx";
import { useRoom } from "../context.ts";
import { EmojiButton } from "../emoji/emoji-button.tsx";
import { Icon } from "../kit/icons.tsx";
import { lazyView } from "../kit/lazy-view.tsx";
import { ComposerMode } from "./composer-mode.tsx";

const LongText = lazyView(async () => (await import("./long-text.tsx")).LongText);

export const COMPOSER_ID = "write";

/** Where one writes. Usable whatever the connection does: what is written waits. */
export function Composer(): JSX.Element {
  const { t, composing, conversation, page } = useRoom();
  const area = useRef<HTMLTextAreaElement>(null);
  const check = composing.check.value;
  const problem = textProblem(check, t);

  // The text belongs to the field while one writes in it; it is only put there when it changes from outside.
  useEffect(
    () =>
      effect(() => {
        const text = composing.text.value;
        const field = area.current;
        if (field === null) return;
        if (field.value !== text) field.value = text;
        autosizeTextarea(field);
      }),
    [],
  );

  useEffect(() => {
    if (page.view === "page" && !usesTouchKeyboard()) area.current?.focus({ preventScroll: true });
  }, []);

  function submit(): void {
    const isNew = composing.mode.value.name !== "edit";
    if (composing.submit() && isNew) conversation.goToLatest();
  }

  function onKeyDown(event: KeyboardEvent): void {
    // 229: a key that an input method still works on, where isComposing is not yet set.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey && !usesTouchKeyboard()) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape") {
      if (!composing.cancel()) conversation.goToLatest();
    } else if (event.key === "ArrowUp" && composing.text.value === "") {
      const lastOwnMessage = conversation.timeline.lastOwn;
      if (lastOwnMessage === undefined) return;
      event.preventDefault();
      composing.edit(lastOwnMessage);
    }
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
          <LazyCompletions field={area} />
          <EmojiButton field={area} />
          <textarea
            ref={area}
            id={COMPOSER_ID}
            rows={1}
            dir={plainDirection(composing.text.value)}
            placeholder={t("write")}
            aria-label={t("write")}
            aria-describedby="write-problem"
            aria-invalid={problem !== undefined && check.name !== "near"}
            enterkeyhint="enter"
            onInput={(event) => composing.onInput(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
          <button
            type="submit"
            class="send"
            aria-label={t("send")}
            title={t("send")}
            aria-disabled={!isSendable(check)}
            // Pressing it must not take the keyboard of a phone away.
            onMouseDown={(event) => event.preventDefault()}
          >
            <Icon name="send" />
          </button>
        </div>
        <p id="write-problem" class={check.name === "near" ? "limit" : "limit error"} role="status">
          {problem}
        </p>
        {isTooLong(check) && composing.mode.value.name !== "edit" && <LongText />}
      </div>
    </form>
  );
}

/** Always there, so that a screen reader hears what appears in it. */
function ComposerError(): JSX.Element {
  const { conversation } = useRoom();
  return (
    <p class="problem error" role="alert">
      {conversation.problems.message}
    </p>
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
