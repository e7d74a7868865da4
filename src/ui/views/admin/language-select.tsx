import type { JSX } from "preact";
import { roomLanguages } from "../../models/room-languages.ts";
import { useRoom } from "../context.ts";
import { LabeledSelect } from "../invite/labeled-select.tsx";

interface Properties {
  /** BCP 47; empty for none */
  readonly tag: string;
  readonly onSelect: (tag: string) => void;
}

/** The language that a room is in. */
export function LanguageSelect({ tag: current, onSelect }: Properties): JSX.Element {
  const { t } = useRoom();
  const languages = roomLanguages(current).map(({ tag, name }) => ({ value: tag, label: name }));
  return (
    <div class="setting">
      <LabeledSelect
        label={t("setting_language")}
        value={current}
        options={[{ value: "", label: t("roomLanguageNone") }, ...languages]}
        onSelect={onSelect}
      />
      <p class="setting-hint">{t("settingHint_language")}</p>
    </div>
  );
}
