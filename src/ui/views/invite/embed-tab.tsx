import { useSignal } from "@preact/signals";
import LANGUAGE_NAMES from "locale:names";
import type { JSX } from "preact";
import {
  DEFAULT_EMBED,
  EMBED_HEIGHTS_PX,
  EMBED_THEMES,
  elementCode,
  embedCode,
  embedUrl,
  scriptCode,
  type EmbedChoice,
  type EmbedLanguage,
} from "../../models/embed-code.ts";
import { useRoom } from "../context.ts";
import { LabeledSelect } from "./labeled-select.tsx";
import { CopyField } from "./copy-field.tsx";

const EMBED_LANGUAGES = ["auto", ...Object.keys(LANGUAGE_NAMES)] as EmbedLanguage[];

/** The room as an embed: the code for it in each form, and a preview of its frame. */
export function EmbedTab(): JSX.Element {
  const { page, t } = useRoom();
  const choice = useSignal<EmbedChoice>(DEFAULT_EMBED);
  const { theme, language, heightPx } = choice.value;
  return (
    <>
      <p class="secondary-text">{t("embedHint")}</p>
      <EmbedOptions
        choice={choice.value}
        onChange={(change) => (choice.value = { ...choice.value, ...change })}
      />
      <CopyField label={t("embedCode")} text={embedCode(page.url, page.room, choice.value)} />
      <CopyField label={t("embedScript")} text={scriptCode(page.url, page.room, choice.value)} />
      <CopyField label={t("embedElement")} text={elementCode(page.url, page.room, choice.value)} />
      <iframe
        class="embed-preview"
        key={`${theme} ${language}`}
        src={embedUrl(page.url, choice.value)}
        title={t("embedPreview")}
        ref={(frame) => frame?.style.setProperty("block-size", `${heightPx}px`)}
      />
    </>
  );
}

interface OptionsProperties {
  readonly choice: EmbedChoice;
  readonly onChange: (change: Partial<EmbedChoice>) => void;
}

function EmbedOptions({ choice: { theme, language, heightPx }, onChange }: OptionsProperties): JSX.Element {
  const { t } = useRoom();
  const themes = { auto: t("embedAuto"), light: t("theme_light"), dark: t("theme_dark") };
  const languages = { auto: t("embedAuto"), ...LANGUAGE_NAMES };
  return (
    <div class="choices">
      <LabeledSelect
        label={t("theme")}
        value={theme}
        options={EMBED_THEMES.map((value) => ({ value, label: themes[value] }))}
        onSelect={(value) => onChange({ theme: value })}
      />
      <LabeledSelect
        label={t("language")}
        value={language}
        options={EMBED_LANGUAGES.map((value) => ({ value, label: languages[value] }))}
        onSelect={(value) => onChange({ language: value })}
      />
      <LabeledSelect
        label={t("embedHeight")}
        value={String(heightPx)}
        options={EMBED_HEIGHTS_PX.map((px) => ({ value: String(px), label: t("pixels", { count: px }) }))}
        onSelect={(value) => onChange({ heightPx: Number(value) })}
      />
    </div>
  );
}
