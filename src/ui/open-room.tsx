/** Puts a joined room on the page. */
import { effect, signal } from "@preact/signals";
import { render } from "preact";
import type { KeyValueStorage, RoomApi } from "../client/api.ts";
import { followAttention } from "./browser/attention.ts";
import { followLinks } from "./browser/links.ts";
import type { PageFacts } from "./browser/page.ts";
import { Composing } from "./conversation/composing.ts";
import { Conversation } from "./conversation/conversation.ts";
import { formats } from "./i18n/formats.ts";
import { loadLateStrings, localeFor } from "./i18n/languages.ts";
import type { Strings } from "./i18n/strings.ts";
import { translator } from "./i18n/translate.ts";
import { loadOnce } from "./load-once.ts";
import { Draft } from "./models/drafts.ts";
import { ReadMark } from "./models/read-mark.ts";
import { rememberRoom } from "./models/recent-rooms.ts";
import { browserTimers as timers } from "./timers.ts";
import { App } from "./views/app.tsx";
import { COMPOSER_ID } from "./views/composer.tsx";

export interface OpenRoom {
  readonly room: RoomApi;
  readonly page: PageFacts;
  readonly storage: KeyValueStorage;
  readonly strings: Strings;
  readonly into: Element;
}

/** Returns the conversation that the page now shows. */
export function openRoom({ room, page, storage, strings, into }: OpenRoom): Conversation {
  const locale = localeFor(page.language, navigator.languages);
  const regional = formats(locale);
  const words = { ...strings };
  const t = translator(words, page.language, locale);
  const conversation = new Conversation({
    room,
    t,
    timers,
    mark: new ReadMark(storage, page.room),
    isSeen: () => !document.hidden,
  });
  const draft = new Draft(storage, page.room);
  const composing = new Composing({
    room,
    draft,
    limits: conversation.limits,
    timers,
    writing: conversation.writing,
    onRefused: conversation.problems.show,
  });
  conversation.follow();
  effect(() => conversation.timeline.lay({ subject: composing.subject }));
  if (page.view === "page") room.on("welcome", () => rememberRoom(storage, page.room));
  addEventListener("pagehide", () => {
    composing.save();
    conversation.reading.save();
  });
  addEventListener("storage", (event) => {
    const text = draft.textFrom(event);
    if (text !== undefined) composing.draftElsewhere(text);
  });
  followAttention(conversation);
  followLinks(conversation);

  const learnWords = loadOnce(async () => void Object.assign(words, await loadLateStrings(page.language)));
  const told = loadOnce(async () => {
    const [{ startTelling }] = await Promise.all([import("./start-telling.ts"), learnWords()]);
    return startTelling({ conversation, page, storage, timers, t, formats: regional });
  });
  effect(() => {
    // Without it nobody is told; whoever opens the settings loads it again.
    if (conversation.joined.value) told().catch(() => undefined);
  });

  into.replaceChildren();
  render(
    <App
      context={{
        page,
        conversation,
        composing,
        storage,
        t,
        formats: regional,
        acts: loadOnce(async () => (await import("./acting.ts")).startActs(conversation, timers)),
        panel: signal(undefined),
        shortcuts: signal(false),
        learnWords,
        told,
        focusComposer: () => document.getElementById(COMPOSER_ID)?.focus(),
      }}
    />,
    into,
  );
  return conversation;
}
