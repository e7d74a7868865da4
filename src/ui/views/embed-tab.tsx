import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import {
  DEFAULT_EMBED,
  EMBED_HEIGHTS_PX,
  EMBED_LANGUAGES,
  EMBED_THEMES,
  embedCode,
  embedUrl,
  type EmbedChoice,
} from "../models/embed-code.ts";
import { CopyField } from "./copying.tsx";
import { useRoom } from "./context.ts";
import { useInvitingWords } from "./inviting-words.ts";

/** LEFT-TO-RIGHT ISOLATE and POP DIRECTIONAL ISOLATE (UAX #9): an option holds no elements. */
const LEFT_TO_RIGHT = "\u2066";
const POP = "\u2069";

/** What a language calls itself. */
const LANGUAGE_NAMES = { en: "English", ar: "العربية" } as const;

/** This room in a frame on somebody's own page: how it will look, and the code for it. */
export function EmbedTab(): JSX.Element {
  const { page } = useRoom();
  const say = useInvitingWords();
  const choice = useSignal<EmbedChoice>(DEFAULT_EMBED);
  const choose = (change: Partial<EmbedChoice>): void => {
    choice.value = { ...choice.value, ...change };
  };
  const { theme, language, heightPx } = choice.value;
  const themes = { auto: say.themeAuto, light: say.themeLight, dark: say.themeDark };
  return (
    <>
      <p class="quiet-words">{say.embedHint}</p>
      <div class="choices">
        <Choice
          label={say.embedTheme}
          value={theme}
          options={EMBED_THEMES.map((value) => ({ value, label: themes[value] }))}
          onChoose={(value) => choose({ theme: value })}
        />
        <Choice
          label={say.embedLanguage}
          value={language}
          options={EMBED_LANGUAGES.map((value) => ({
            value,
            label: value === "auto" ? say.languageAuto : LANGUAGE_NAMES[value],
          }))}
          onChoose={(value) => choose({ language: value })}
        />
        <Choice
          label={say.embedHeight}
          value={`${heightPx}`}
          options={EMBED_HEIGHTS_PX.map((px) => ({
            value: `${px}`,
            label: `${LEFT_TO_RIGHT}${px} px${POP}`,
          }))}
          onChoose={(value) => choose({ heightPx: Number(value) })}
        />
      </div>
      <CopyField label={say.embedCode} text={embedCode(page.url, page.room, choice.value)} />
      <iframe
        class="embed-preview"
        key={`${theme} ${language}`}
        src={embedUrl(page.url, choice.value)}
        title={say.embedPreview}
        ref={(frame) => frame?.style.setProperty("block-size", `${heightPx}px`)}
      />
    </>
  );
}

interface ChoiceProperties<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChoose: (value: Value) => void;
}

function Choice<Value extends string>({
  label,
  value,
  options,
  onChoose,
}: ChoiceProperties<Value>): JSX.Element {
  const id = useId();
  return (
    <div class="choice">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = options[currentTarget.selectedIndex];
          if (chosen !== undefined) onChoose(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
