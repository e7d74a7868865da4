/** The language of a page. */
import { LANGUAGES, type Language } from "./pages/strings.ts";

/** `?lang=` if we speak it, else the reader's preference (RFC 9110 §12.5.4), else English. */
export function chooseLanguage(asked: string | undefined, acceptLanguage: string | null): Language {
  return find(asked) ?? preferred(acceptLanguage) ?? "en";
}

/** The language asked for by hand, if we speak it. */
export function find(tag: string | undefined): Language | undefined {
  const base = tag?.trim().toLowerCase().split("-")[0];
  return LANGUAGES.find((language) => language === base);
}

function preferred(header: string | null): Language | undefined {
  const ranges = (header ?? "").split(",").map((range) => {
    const [tag, ...parameters] = range.split(";");
    const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/i.exec(parameter)?.[1]).find(Boolean);
    return { language: find(tag), quality: weight === undefined ? 1 : Number(weight) };
  });
  const spoken = ranges.filter(({ language, quality }) => language !== undefined && quality > 0);
  return spoken.toSorted((a, b) => b.quality - a.quality)[0]?.language;
}
