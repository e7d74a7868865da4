import type { JSX } from "preact";
import LANGUAGE_NAMES from "locale:names";
import type { Language } from "../../../locales/languages.ts";
import { changeLanguage } from "../../browser/theme.ts";
import { useRoom } from "../context.ts";

const LANGUAGES = Object.keys(LANGUAGE_NAMES) as Language[];

/** The languages, each by its own name. Buttons instead of radio buttons: the page is reloaded. */
export function LanguageChoice(): JSX.Element {
  const { page, composing, t } = useRoom();
  return (
    <div class="setting" role="group" aria-labelledby="language-title">
      <p class="setting-title" id="language-title">
        {t("language")}
      </p>
      <div class="setting-row in-pairs">
        {LANGUAGES.map((language) => (
          <button
            key={language}
            type="button"
            lang={language}
            aria-pressed={language === page.language}
            onClick={() => {
              if (language === page.language) return;
              composing.save();
              changeLanguage(language);
            }}
          >
            {LANGUAGE_NAMES[language]}
          </button>
        ))}
      </div>
    </div>
  );
}
