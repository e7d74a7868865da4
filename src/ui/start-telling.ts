/** What tells a reader of news while they are elsewhere, and what they chose about it. */
import type { KeyValueStorage } from "../client/api.ts";
import { followSettings } from "./browser/follow-settings.ts";
import { shownTheme } from "./browser/look.ts";
import type { PageFacts } from "./browser/page.ts";
import { Settings } from "./conversation/settings.ts";
import type { Timers } from "./timers.ts";

export interface TellingParts {
  readonly page: PageFacts;
  readonly storage: KeyValueStorage;
  readonly timers: Timers;
}

export interface Told {
  readonly settings: Settings;
}

export function startTelling({ page, storage, timers }: TellingParts): Told {
  const settings = new Settings({ storage, room: page.room, theme: shownTheme(), timers });
  followSettings(settings, page.view);
  return { settings };
}
