/** Follows the language of the page around a frame: its words are rendered again, and what was being written is kept. */
import { isLanguage } from "../i18n/load-strings.ts";
import { prefill } from "./prefill.ts";
import type { RoomContext } from "../views/context.ts";

const STATE_KEY = "majlisDraft";

/** Does nothing for a language that the page is not in, or is in already. @param tag BCP 47 */
export function switchLanguage({ page, composing }: RoomContext, tag: string | undefined): void {
  const language = tag?.toLowerCase().split("-")[0];
  if (language === undefined || !isLanguage(language) || language === page.language) return;
  composing.save();
  const url = new URL(location.href);
  url.searchParams.set("lang", language);
  // That of the new language, until the page says more.
  url.searchParams.delete("dir");
  // A frame may have no storage: then its draft is only here.
  history.replaceState({ [STATE_KEY]: composing.text.peek() }, "", url);
  location.reload();
}

/** Puts what was being written before the language changed into the composer, if no storage has kept it. */
export function restoreDraft(context: RoomContext): void {
  const draft = (Object(history.state) as Readonly<Record<string, unknown>>)[STATE_KEY];
  if (typeof draft !== "string") return;
  history.replaceState(null, "");
  prefill(context, draft);
}
