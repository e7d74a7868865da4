import { useSignal } from "@preact/signals";
import LANGUAGE_NAMES from "locale:names";
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import {
  DEFAULT_EMBED,
  EMBED_HEIGHTS_PX,
  EMBED_THEMES,
  embedCode,
  embedUrl,
  type EmbedChoice,
  type EmbedLanguage,
} from "../../models/embed-code.ts";
import { CopyField } from "./copy-field.tsx";
import { useRoom } from "../context.ts";

/** LEFT-TO-RIGHT ISOLATE and POP DIRECTIONAL ISOLATE (UAX #9): an option holds no elements. */
const LEFT_TO_RIGHT = "\u2066";
const POP_ISOLATE = "\u2069";

const EMBED_LANGUAGES = ["auto", ...Object.keys(LANGUAGE_NAMES)] as EmbedLanguage[];

/** This room in a frame on somebody's own page: how it will look, and the code for it. */
export function EmbedTab(): JSX.Element {
  const { page, t } = useRoom();
  const embedOptions = useSignal<EmbedChoice>(DEFAULT_EMBED);
  const update = (change: Partial<EmbedChoice>): void => {
    embedOptions.value = { ...embedOptions.value, ...change };
  };
  const { theme, language, heightPx } = embedOptions.value;
  const themes = { auto: t("embedThemeAuto"), light: t("theme_light"), dark: t("theme_dark") };
  return (
    <>
      <p class="secondary-text">{t("embedHint")}</p>
      <div class="choices">
        <LabeledSelect
          label={t("theme")}
          value={theme}
          options={EMBED_THEMES.map((value) => ({ value, label: themes[value] }))}
          onSelect={(value) => update({ theme: value })}
        />
        <LabeledSelect
          label={t("language")}
          value={language}
          options={EMBED_LANGUAGES.map((value) => ({
            value,
            label: value === "auto" ? t("embedLanguageAuto") : LANGUAGE_NAMES[value],
          }))}
          onSelect={(value) => update({ language: value })}
        />
        <LabeledSelect
          label={t("embedHeight")}
          value={`${heightPx}`}
          options={EMBED_HEIGHTS_PX.map((px) => ({
            value: `${px}`,
            label: `${LEFT_TO_RIGHT}${px} px${POP_ISOLATE}`,
          }))}
          onSelect={(value) => update({ heightPx: Number(value) })}
        />
      </div>
      <CopyField label={t("embedCode")} text={embedCode(page.url, page.room, embedOptions.value)} />
      <iframe
        class="embed-preview"
        key={`${theme} ${language}`}
        src={embedUrl(page.url, embedOptions.value)}
        title={t("embedPreview")}
        ref={(frame) => frame?.style.setProperty("block-size", `${heightPx}px`)}
      />
    </>
  );
}

interface LabeledSelectProperties<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onSelect: (value: Value) => void;
}

function LabeledSelect<Value extends string>({
  label,
  value,
  options,
  onSelect,
}: LabeledSelectProperties<Value>): JSX.Element {
  const id = useId();
  return (
    <div class="choice">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = options[currentTarget.selectedIndex];
          if (chosen !== undefined) onSelect(chosen.value);
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
