/** The user's settings, stored in the browser and shared by its tabs. Mute is stored per room. */
import { signal, type ReadonlySignal, type Signal } from "@preact/signals";
import type { KeyValueStorage } from "../../client/api.ts";
import { parseDisplay, serializeDisplay, type DisplaySettings } from "../../protocol/display-settings.ts";
import { keepsMessages, setKeepsMessages } from "../models/kept-messages.ts";
import {
  parseNotifyLevel,
  parseShowRead,
  parseSound,
  parseTheme,
  type NotifyLevel,
  type Theme,
} from "../models/preferences.ts";
import {
  muteKey,
  serializeMute,
  muteFor,
  parseMute,
  UNMUTED,
  type Mute,
  type MuteDuration,
} from "../models/mute.ts";
import { MAX_TIMEOUT_MS, type Timers } from "../timers.ts";

const NOTIFY_KEY = "majlis:notify";
const SOUND_KEY = "majlis:sound";
const SHOW_READ_KEY = "majlis:show-read";
const THEME_KEY = "majlis:theme";
const DISPLAY_KEY = "majlis:display";

export interface UserSettingsParts {
  readonly storage: KeyValueStorage;
  readonly room: string;
  /** the theme that the page was rendered in */
  readonly theme: Theme;
  /** the display settings that the page was rendered in */
  readonly display: DisplaySettings;
  readonly timers: Timers;
}

export class UserSettings {
  readonly #storage: KeyValueStorage;
  readonly #muteKey: string;
  readonly #timers: Timers;
  readonly #notify = signal<NotifyLevel>("off");
  readonly #sound = signal(false);
  readonly #keepsMessages = signal(true);
  readonly #showsRead = signal(true);
  readonly #mute = signal<Mute>(UNMUTED);
  readonly #theme = signal<Theme>("auto");
  readonly #display: Signal<DisplaySettings>;
  #cancelTimer: (() => void) | undefined;

  constructor({ storage, room, theme, display, timers }: UserSettingsParts) {
    this.#storage = storage;
    this.#muteKey = muteKey(room);
    this.#timers = timers;
    this.#theme.value = theme;
    this.#display = signal(display);
    this.load();
  }

  get notify(): ReadonlySignal<NotifyLevel> {
    return this.#notify;
  }

  get sound(): ReadonlySignal<boolean> {
    return this.#sound;
  }

  /** Whether the newest messages of opened rooms are kept in this browser. */
  get keepsMessages(): ReadonlySignal<boolean> {
    return this.#keepsMessages;
  }

  /** Whether others see what the user has read. */
  get showsRead(): ReadonlySignal<boolean> {
    return this.#showsRead;
  }

  /** Whether and until when this room is muted. */
  get mute(): ReadonlySignal<Mute> {
    return this.#mute;
  }

  get theme(): ReadonlySignal<Theme> {
    return this.#theme;
  }

  get display(): ReadonlySignal<DisplaySettings> {
    return this.#display;
  }

  /** Reads the stored settings again: another tab may have changed them. */
  readonly load = (): void => {
    this.#notify.value = parseNotifyLevel(this.#storage.get(NOTIFY_KEY));
    this.#sound.value = parseSound(this.#storage.get(SOUND_KEY));
    this.#keepsMessages.value = keepsMessages(this.#storage);
    this.#showsRead.value = parseShowRead(this.#storage.get(SHOW_READ_KEY));
    this.#applyMute(parseMute(this.#storage.get(this.#muteKey), this.#timers.now()));
    const display = this.#storage.get(DISPLAY_KEY);
    if (display !== undefined) this.#display.value = parseDisplay(display);
  };

  /** Reads the stored theme again, if there is one. */
  readonly loadTheme = (): void => {
    const theme = parseTheme(this.#storage.get(THEME_KEY));
    if (theme !== undefined) this.#theme.value = theme;
  };

  setNotify(notify: NotifyLevel): void {
    this.#storage.set(NOTIFY_KEY, notify);
    this.#notify.value = notify;
  }

  setSound(on: boolean): void {
    this.#storage.set(SOUND_KEY, on ? "on" : "off");
    this.#sound.value = on;
  }

  setKeepsMessages(keeps: boolean): void {
    setKeepsMessages(this.#storage, keeps);
    this.#keepsMessages.value = keeps;
  }

  setShowsRead(shows: boolean): void {
    if (shows) this.#storage.remove(SHOW_READ_KEY);
    else this.#storage.set(SHOW_READ_KEY, "off");
    this.#showsRead.value = shows;
  }

  setTheme(theme: Theme): void {
    this.#storage.set(THEME_KEY, theme);
    this.#theme.value = theme;
  }

  setDisplay(changed: Partial<DisplaySettings>): void {
    this.#display.value = { ...this.#display.peek(), ...changed };
    this.#storage.set(DISPLAY_KEY, serializeDisplay(this.#display.peek()));
  }

  muteFor(choice: MuteDuration): void {
    this.#saveMute(muteFor(choice, this.#timers.now()));
  }

  unmute(): void {
    this.#saveMute(UNMUTED);
  }

  #saveMute(mute: Mute): void {
    const stored = serializeMute(mute);
    if (stored === undefined) this.#storage.remove(this.#muteKey);
    else this.#storage.set(this.#muteKey, stored);
    this.#applyMute(mute);
  }

  #applyMute(mute: Mute): void {
    if (serializeMute(mute) !== serializeMute(this.#mute.value)) this.#mute.value = mute;
    this.#cancelTimer?.();
    this.#cancelTimer =
      mute.name === "until"
        ? this.#timers.after(Math.min(mute.at - this.#timers.now(), MAX_TIMEOUT_MS), () => this.load())
        : undefined;
  }
}
