import type { JSX } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { canDraw } from "../../browser/emoji-support.ts";
import { findMembers } from "../../browser/find-members.ts";
import { browserTimers } from "../../timers.ts";
import { insertText } from "../../browser/insert-text.ts";
import { Autocomplete, type CompletionOption, type Replacement } from "../../conversation/autocomplete.ts";
import { loadEmoji } from "../../i18n/emoji-names.ts";
import { mentionCandidates } from "../../models/completion.ts";
import { rememberEmoji } from "../../models/recent-emoji.ts";
import { inSkinTone, skinTone } from "../../models/skin-tone.ts";
import { useRoom } from "../context.ts";
import { Avatar } from "../kit/avatar.tsx";
import { MemberName } from "../kit/member-name.tsx";
import { attachAutocomplete, updateOptions } from "./attach-autocomplete.ts";
import type { CompletionsProperties } from "./lazy-completions.tsx";
import { scrollInDocument } from "../../browser/scroll-in-document.ts";

const LIST_ID = "completions";

/** Autocomplete of mentions and emoji: a listbox that a text field controls (APG, combobox). */
export function Completions({ field }: CompletionsProperties): JSX.Element {
  const { t, composing, conversation } = useRoom();
  const autocomplete = useAutocomplete();
  const list = autocomplete.options.value;
  const active = list?.options[list.active];

  useEffect(() => {
    if (field.current === null) return undefined;
    return attachAutocomplete(field.current, autocomplete, apply);
  }, []);

  // A text that was sent, or taken back from an edit, changes without an event of the field.
  const text = composing.text.value;
  useEffect(() => {
    if (field.current !== null) updateOptions(field.current, autocomplete);
  }, [text]);

  const roster = conversation.roster.value;
  useEffect(() => autocomplete.membersChanged(), [roster]);

  useEffect(() => {
    if (field.current !== null) setActiveOption(field.current, active);
  });

  function apply(replacement: Replacement | undefined): void {
    if (field.current === null || replacement === undefined) return;
    insertText(field.current, replacement.text, replacement);
    if (replacement.mention !== undefined) composing.mention(replacement.mention);
  }

  return (
    <>
      <p class="visually-hidden" role="status">
        {list === undefined ? "" : t("completions", { count: list.options.length })}
      </p>
      {list !== undefined && (
        <ul id={LIST_ID} class="completions" role="listbox" aria-label={t("completionsTitle")}>
          {list.options.map((option, index) => (
            <Option
              key={option.key}
              option={option}
              isActive={option === active}
              onChoose={() => apply(autocomplete.choose(index))}
            />
          ))}
        </ul>
      )}
    </>
  );
}

function useAutocomplete(): Autocomplete {
  const { conversation, page, storage } = useRoom();
  return useMemo(
    () =>
      new Autocomplete({
        members: (found) =>
          mentionCandidates({
            rows: conversation.timeline.rows.peek(),
            members: [...conversation.roster.peek().list, ...found],
            self: conversation.self.peek(),
          }),
        isCrowd: () => conversation.roster.peek().count > conversation.roster.peek().list.length,
        findMembers: (prefix) => findMembers(page.url, prefix),
        timers: browserTimers,
        emoji: (query) => loadEmoji(page.language, query),
        canDraw,
        applySkinTone: (emoji) => inSkinTone(emoji, skinTone(storage)),
        onEmojiUsed: (emoji) => rememberEmoji(storage, emoji),
      }),
    [],
  );
}

interface OptionProperties {
  readonly option: CompletionOption;
  readonly isActive: boolean;
  readonly onChoose: () => void;
}

function Option({ option, isActive, onChoose }: OptionProperties): JSX.Element {
  return (
    <li
      id={optionId(option)}
      role="option"
      aria-selected={isActive}
      // The field keeps the focus: a phone's keyboard stays open.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <OptionLabel option={option} />
    </li>
  );
}

function OptionLabel({ option }: { readonly option: CompletionOption }): JSX.Element {
  if (option.kind === "mention")
    return (
      <>
        <Avatar id={option.member.id} name={option.member.name} />
        <span>
          <MemberName id={option.member.id} name={option.member.name} />
        </span>
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

const POPUP_ATTRIBUTES = ["aria-autocomplete", "aria-controls", "aria-activedescendant"];

/** Points the field at the active option, or at no list where there are no options. */
function setActiveOption(field: HTMLTextAreaElement, active: CompletionOption | undefined): void {
  if (active === undefined) {
    for (const name of POPUP_ATTRIBUTES) field.removeAttribute(name);
    return;
  }
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", LIST_ID);
  field.setAttribute("aria-activedescendant", optionId(active));
  const option = document.getElementById(optionId(active));
  if (option !== null) scrollInDocument(option);
}
