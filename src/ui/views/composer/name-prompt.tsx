import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { cleanLine } from "../../../text/clean-input.ts";
import { cleanField } from "../../browser/clean-field.ts";
import { isComposing } from "../../browser/is-composing.ts";
import { restoreFocus } from "../../browser/restore-focus.ts";
import { usesTouchKeyboard } from "../../browser/touch-input.ts";
import { ASKED_KEY } from "../../models/preferred-name.ts";
import { useRoom } from "../context.ts";
import { useRename } from "../header/use-rename.ts";
import { ComposerError } from "./composer.tsx";
import { COMPOSER_ID } from "./composer-field.tsx";

const FIELD_ID = "name-prompt";
const PROBLEM_ID = "name-prompt-problem";

/** Asks for a name once, in the composer's place. The guest name is prefilled: Enter takes it, "Skip" keeps it. */
export function NamePrompt(): JSX.Element {
  const { page, conversation, storage, t, asksName } = useRoom();
  const input = useRef<HTMLInputElement>(null);
  const self = conversation.self.value;
  const { problem, rename } = useRename(self?.name ?? "", showComposer, askAgain);
  const join = () => void rename(input.current?.value ?? "");

  function showComposer(): void {
    asksName.value = false;
    restoreFocus(() => document.getElementById(COMPOSER_ID));
  }

  function askAgain(reason: unknown): void {
    asksName.value = true;
    conversation.problems.show(reason);
  }

  useEffect(() => {
    if (page.view === "page" && !usesTouchKeyboard()) input.current?.focus({ preventScroll: true });
  }, []);

  return (
    // Not a form, as the composer is none.
    <div class="composer name-prompt">
      <div class="column">
        <ComposerError />
        <label for={FIELD_ID}>{t("namePrompt")}</label>
        <div class="name-prompt-fields">
          <input
            ref={input}
            id={FIELD_ID}
            defaultValue={self?.name ?? ""}
            onFocus={({ currentTarget }) => currentTarget.select()}
            onInput={(event) => cleanField(event.currentTarget, cleanLine)}
            dir="auto"
            aria-invalid={problem.value !== undefined}
            aria-describedby={PROBLEM_ID}
            autoComplete="nickname"
            enterkeyhint="go"
            onKeyDown={(event) => {
              if (event.key !== "Enter" || isComposing(event)) return;
              // The composer may have the focus before the key's own action: it would begin with a line break.
              event.preventDefault();
              join();
            }}
          />
          <button type="button" class="primary" aria-disabled={self === undefined} onClick={join}>
            {t("namePromptJoin")}
          </button>
          <button
            type="button"
            class="secondary"
            onClick={() => {
              storage.set(ASKED_KEY, "1");
              showComposer();
            }}
          >
            {t("namePromptSkip")}
          </button>
        </div>
        <p id={PROBLEM_ID} class="error" role="alert">
          {problem}
        </p>
      </div>
    </div>
  );
}
