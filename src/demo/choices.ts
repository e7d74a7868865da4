/** The language and the theme of the pages: of `?lang=` and `?theme=`, else those chosen in this tab, else the browser's. */

export interface Choices {
  readonly lang: "en" | "ar";
  readonly theme: "auto" | "light" | "dark";
}

const KEY = "majlis-demo";

export function readChoices(): Choices {
  const query = new URLSearchParams(location.search);
  const kept = new URLSearchParams(sessionStorage.getItem(KEY) ?? "");
  const lang = query.get("lang") ?? kept.get("lang") ?? navigator.language;
  const theme = query.get("theme") ?? kept.get("theme");
  return {
    lang: lang.startsWith("ar") ? "ar" : "en",
    theme: theme === "light" || theme === "dark" ? theme : "auto",
  };
}

export function keepChoices({ lang, theme }: Choices): void {
  sessionStorage.setItem(KEY, new URLSearchParams({ lang, theme }).toString());
}

/** Sets them on `<html>`, where the styles and the rooms read them. */
export function applyChoices({ lang, theme }: Choices): void {
  const root = document.documentElement;
  root.lang = lang;
  root.dir = lang === "ar" ? "rtl" : "ltr";
  root.dataset["theme"] = theme;
}

/** Whether the page is dark now. */
export function isDark(): boolean {
  const theme = document.documentElement.dataset["theme"];
  return theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
}
