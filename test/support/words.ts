/** The words that users see in a room, with their placeholders filled as the page fills them. */
import { LOCALES, type Language } from "../../src/locales/languages.ts";
import { translator, type Translate } from "../../src/ui/i18n/translate.ts";

export function words(language: Language): Translate {
  const { region, room, lazy, admin } = LOCALES[language];
  return translator({ ...room, ...lazy, ...admin }, language, region);
}
