import { effect } from "@preact/signals";
import type { JSX, RefObject } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { cleanInput } from "../../../text/clean-input.ts";
import { autosizeTextarea } from "../../browser/autosize-textarea.ts";
import { isComposing } from "../../browser/is-composing.ts";
import { cleanField } from "../../browser/clean-field.ts";
import { usesTouchKeyboard } from "../../browser/touch-input.ts";
import { plainDirection } from "../../models/direction.ts";
import { useRoom } from "../context.ts";

export const COMPOSER_ID = "write";

interface Properties {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly isInvalid: boolean;
  /** id of the element that says what is wrong with the text */
  readonly describedBy: string;
  readonly onSubmit: () => void;
}

/** The text field of the composer. */
export function ComposerField({ field, isInvalid, describedBy, onSubmit }: Properties): JSX.Element {
  const { t, composing, isNarrow } = useRoom();
  useFieldText(field);
  useInitialFocus(field);
  const onKeyDown = useComposerKeys(onSubmit);
  return (
    <textarea
      ref={field}
      id={COMPOSER_ID}
      rows={1}
      dir={plainDirection(composing.text.value)}
      placeholder={t(isNarrow.value ? "writeShort" : "write")}
      aria-label={t("write")}
      aria-describedby={describedBy}
      aria-invalid={isInvalid}
      enterkeyhint="enter"
      onInput={(event) => {
        cleanField(event.currentTarget, cleanInput);
        composing.onInput(event.currentTarget.value);
      }}
      onKeyDown={onKeyDown}
    />
  );
}

/**
 * The field is uncontrolled, so that typing never waits for a render: a text is only set when it changed elsewhere. A
 * layout effect: a stored draft is there in the first paint.
 */
function useFieldText(field: RefObject<HTMLTextAreaElement | null>): void {
  const { composing } = useRoom();
  useLayoutEffect(
    () =>
      effect(() => {
        const text = composing.text.value;
        if (field.current === null) return;
        if (field.current.value !== text) field.current.value = text;
        autosizeTextarea(field.current);
      }),
    [],
  );
}

/** Not in a frame, whose page has the focus, and not on a phone, whose keyboard would cover the messages. */
function useInitialFocus(field: RefObject<HTMLTextAreaElement | null>): void {
  const { page } = useRoom();
  useEffect(() => {
    if (page.view === "page" && !usesTouchKeyboard()) field.current?.focus({ preventScroll: true });
  }, []);
}

function useComposerKeys(onSubmit: () => void): (event: KeyboardEvent) => void {
  const { composing, conversation } = useRoom();

  function editLast(event: KeyboardEvent): void {
    const { lastOwn } = conversation.timeline;
    if (lastOwn === undefined || composing.text.value !== "") return;
    event.preventDefault();
    composing.edit(lastOwn);
  }

  return (event) => {
    if (isComposing(event)) return;
    if (sends(event)) {
      event.preventDefault();
      onSubmit();
    } else if (event.key === "Escape") {
      if (!composing.cancel()) conversation.goToLatest();
    } else if (event.key === "ArrowUp") editLast(event);
  };
}

/** Enter, unless a touch keyboard has no other key for a line break; Ctrl+Enter and ⌘Enter on every keyboard. */
function sends({ key, shiftKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return key === "Enter" && (ctrlKey || metaKey || (!shiftKey && !usesTouchKeyboard()));
}
