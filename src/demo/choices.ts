/** The language and the theme of the pages: of `?lang=` and `?theme=`, else those chosen in this tab, else the browser's. */

export interface Choices {
  /** a BCP 47 tag, of whatever language: the pages are in English where they are not in it */
  readonly lang: string;
  readonly theme: "auto" | "light" | "dark";
}

const KEY = "majlis-demo";
const DEFAULT_LANGUAGE = "en";
const RTL: ReadonlySet<string> = new Set(["ar", "fa"]);

export function readChoices(): Choices {
  const query = new URLSearchParams(location.search);
  const kept = new URLSearchParams(sessionStorage.getItem(KEY) ?? "");
  const theme = query.get("theme") ?? kept.get("theme");
  return {
    lang: query.get("lang") ?? kept.get("lang") ?? navigator.language,
    theme: theme === "light" || theme === "dark" ? theme : "auto",
  };
}

export function keepChoices({ lang, theme }: Choices): void {
  sessionStorage.setItem(KEY, new URLSearchParams({ lang, theme }).toString());
}

/** The language in which the pages are shown. */
export function languageOf({ lang }: Choices): string {
  const [language = ""] = lang.toLowerCase().split("-");
  const all = document.documentElement.dataset["languages"]?.split(" ") ?? [];
  return all.includes(language) ? language : DEFAULT_LANGUAGE;
}

/** Sets them on `<html>`, where the styles and the rooms read them. */
export function applyChoices(choices: Choices): void {
  const root = document.documentElement;
  root.lang = languageOf(choices);
  root.dir = RTL.has(root.lang) ? "rtl" : "ltr";
  root.dataset["theme"] = choices.theme;
}

/** Whether the page is dark now. */
export function isDark(): boolean {
  const theme = document.documentElement.dataset["theme"];
  return theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
}
