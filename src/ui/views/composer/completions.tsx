/** The names or emoji that complete what is being written (a listbox that a text field controls, APG). */
import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { insertText } from "../../browser/insert-text.ts";
import { Autocomplete, type CompletionOption, type Replacement } from "../../conversation/autocomplete.ts";
import { loadEmoji } from "../../i18n/emoji-names.ts";
import { mentionCandidates } from "../../models/completion.ts";
import { rememberEmoji } from "../../models/recent-emoji.ts";
import { inSkinTone, skinTone } from "../../models/skin-tone.ts";
import { Avatar } from "../kit/avatar.tsx";
import type { CompletionsProperties } from "./lazy-completions.tsx";
import { useRoom } from "../context.ts";

const LIST_ID = "completions";

export function Completions({ field }: CompletionsProperties): JSX.Element {
  const { conversation, page, storage, t } = useRoom();
  const completing = useMemo(
    () =>
      new Autocomplete({
        members: () =>
          mentionCandidates({
            rows: conversation.timeline.rows.peek(),
            members: conversation.roster.peek().list,
            self: conversation.self.peek(),
          }),
        emoji: (query) => loadEmoji(page.language, query),
        applySkinTone: (emoji) => inSkinTone(emoji, skinTone(storage)),
        onEmojiUsed: (emoji) => rememberEmoji(storage, emoji),
      }),
    [],
  );
  const list = completing.options.value;
  const active = list?.options[list.active];

  useEffect(() => (field.current === null ? undefined : attachToField(field.current, completing)), []);

  useEffect(() => {
    const { current } = field;
    if (current === null) return;
    if (active === undefined) for (const name of POPUP_ATTRIBUTES) current.removeAttribute(name);
    else {
      current.setAttribute("aria-autocomplete", "list");
      current.setAttribute("aria-controls", LIST_ID);
      current.setAttribute("aria-activedescendant", optionId(active));
      document.getElementById(optionId(active))?.scrollIntoView({ block: "nearest" });
    }
  });

  return (
    <>
      <p class="visually-hidden" role="status">
        {list === undefined ? "" : t("completions", { count: list.options.length })}
      </p>
      {list !== undefined && (
        <ul id={LIST_ID} class="completions" role="listbox" aria-label={t("completionsTitle")}>
          {list.options.map((option, index) => (
            <li
              key={option.key}
              id={optionId(option)}
              role="option"
              aria-selected={option === active}
              // The field keeps the focus, and a phone its keyboard.
              onPointerDown={(event) => event.preventDefault()}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => applyReplacement(field.current, completing.choose(index))}
            >
              <OptionLabel option={option} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

const POPUP_ATTRIBUTES = ["aria-autocomplete", "aria-controls", "aria-activedescendant"];

function OptionLabel({ option }: { readonly option: CompletionOption }): JSX.Element {
  if (option.kind === "mention")
    return (
      <>
        <Avatar id={option.member.id} name={option.member.name} />
        <bdi>{option.member.name}</bdi>
      </>
    );
  return (
    <>
      <span class="completion-emoji">{option.emoji}</span>
      <bdi>{option.name}</bdi>
      <code dir="ltr">:{option.shortName}:</code>
    </>
  );
}

function optionId({ key }: CompletionOption): string {
  return `completion-${key}`;
}

/** Listens to the field before anything else does: while there are options, some keys are theirs. */
function attachToField(field: HTMLTextAreaElement, completing: Autocomplete): () => void {
  const refresh = (): void => {
    if (document.activeElement !== field || field.selectionStart !== field.selectionEnd)
      return completing.close();
    // Without their names no emoji are offered, which is no reason to be told while one writes.
    completing.update(field.value, field.selectionEnd).catch(() => completing.close());
  };

  const onInput = (): void => {
    refresh();
    const { value, selectionEnd } = field;
    completing
      .completeShortName(value, selectionEnd)
      .then((replacement) => (field.value === value ? applyReplacement(field, replacement) : undefined))
      .catch(() => undefined);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing || completing.options.value === undefined) return;
    if (event.ctrlKey || event.altKey || event.metaKey || !handleKey(event, field, completing)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  const onBlur = (): void => completing.close();

  field.addEventListener("input", onInput);
  field.addEventListener("keydown", onKeyDown, { capture: true });
  field.addEventListener("blur", onBlur);
  document.addEventListener("selectionchange", refresh);
  onInput();
  return () => {
    field.removeEventListener("input", onInput);
    field.removeEventListener("keydown", onKeyDown, { capture: true });
    field.removeEventListener("blur", onBlur);
    document.removeEventListener("selectionchange", refresh);
  };
}

/** Does what a key means to the options; false if it means nothing to them. */
function handleKey(
  { key, shiftKey }: KeyboardEvent,
  field: HTMLTextAreaElement,
  completing: Autocomplete,
): boolean {
  switch (key) {
    case "ArrowDown":
      completing.move(1);
      return true;
    case "ArrowUp":
      completing.move(-1);
      return true;
    case "Escape":
      return completing.dismiss();
    case "Enter":
    case "Tab":
      if (shiftKey) return false;
      applyReplacement(field, completing.choose());
      return true;
    default:
      return false;
  }
}

function applyReplacement(field: HTMLTextAreaElement | null, replacement: Replacement | undefined): void {
  if (field !== null && replacement !== undefined) insertText(field, replacement.text, replacement);
}
