/** What the Worker wrote into the page's shell. */
import { languageFrom, type Language } from "../i18n/languages.ts";

export interface PageFacts {
  /** the room's name in canonical form */
  readonly room: string;
  readonly view: "page" | "embed";
  readonly language: Language;
  /** the room's own URL, whatever view this is */
  readonly url: URL;
  /** where its newest messages are, which the page has asked for already; undefined where it has not */
  readonly newest: string | undefined;
}

export function readPage({ documentElement: root }: Document, origin: string): PageFacts {
  const room = root.dataset["room"] ?? "";
  return {
    room,
    view: root.dataset["view"] === "embed" ? "embed" : "page",
    language: languageFrom(root.lang),
    url: new URL(`/r/${encodeURIComponent(room)}`, origin),
    newest: root.querySelector<HTMLLinkElement>("#data")?.href,
  };
}
