/** The configuration that the Worker wrote into the page. */
import type { Language } from "../../locales/languages.ts";
import { isLanguage } from "../i18n/load-strings.ts";

export interface PageConfig {
  /** the room's name in canonical form */
  readonly room: string;
  readonly view: "page" | "embed";
  readonly language: Language;
  /** the room's own URL, whatever view this is */
  readonly url: URL;
  /** the preloaded URL of the latest messages; undefined without a preload */
  readonly previewUrl: string | undefined;
}

/** @param origin the origin of the room's URL */
export function readPageConfig({ documentElement: root }: Document, origin: string): PageConfig {
  const room = root.dataset["room"] ?? "";
  return {
    room,
    view: root.dataset["view"] === "embed" ? "embed" : "page",
    language: isLanguage(root.lang) ? root.lang : "en",
    url: new URL(`/r/${encodeURIComponent(room)}`, origin),
    previewUrl: root.querySelector<HTMLLinkElement>("#data")?.href,
  };
}
