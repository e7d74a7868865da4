/** What a reader chose, kept in their browser and the same in all its tabs. What is about the room is kept for the room. */
import { signal, type ReadonlySignal } from "@preact/signals";
import type { KeyValueStorage } from "../../client/api.ts";
import { notifyFrom, soundFrom, themeFrom, type Notify, type Theme } from "../models/choices.ts";
import { keptMute, muteFor, muteFrom, UNMUTED, type Mute, type MuteChoice } from "../models/mute.ts";
import type { Timers } from "../timers.ts";

const NOTIFY_KEY = "majlis:notify";
const SOUND_KEY = "majlis:sound";
const THEME_KEY = "majlis:theme";

/** A timer waits no longer than a signed 32-bit number of milliseconds. */
const MAX_WAIT_MS = 2 ** 31 - 1;

export interface SettingsParts {
  readonly storage: KeyValueStorage;
  readonly room: string;
  /** the theme that the page came in */
  readonly theme: Theme;
  readonly timers: Timers;
}

export class Settings {
  readonly #storage: KeyValueStorage;
  readonly #muteKey: string;
  readonly #timers: Timers;
  readonly #notify = signal<Notify>("off");
  readonly #sound = signal(false);
  readonly #mute = signal<Mute>(UNMUTED);
  readonly #theme = signal<Theme>("auto");
  #stopWaiting: (() => void) | undefined;

  constructor({ storage, room, theme, timers }: SettingsParts) {
    this.#storage = storage;
    this.#muteKey = `majlis:mute:${room}`;
    this.#timers = timers;
    this.#theme.value = theme;
    this.read();
  }

  get notify(): ReadonlySignal<Notify> {
    return this.#notify;
  }

  get sound(): ReadonlySignal<boolean> {
    return this.#sound;
  }

  /** How long this room keeps quiet, from now on. */
  get mute(): ReadonlySignal<Mute> {
    return this.#mute;
  }

  get theme(): ReadonlySignal<Theme> {
    return this.#theme;
  }

  /** Takes over what is kept: another tab may have changed it. */
  readonly read = (): void => {
    this.#notify.value = notifyFrom(this.#storage.get(NOTIFY_KEY));
    this.#sound.value = soundFrom(this.#storage.get(SOUND_KEY));
    this.#take(muteFrom(this.#storage.get(this.#muteKey), this.#timers.now()));
  };

  /** Takes over the theme that is kept, if one was ever chosen. */
  readonly readTheme = (): void => {
    const theme = themeFrom(this.#storage.get(THEME_KEY));
    if (theme !== undefined) this.#theme.value = theme;
  };

  setNotify(notify: Notify): void {
    this.#storage.set(NOTIFY_KEY, notify);
    this.#notify.value = notify;
  }

  setSound(on: boolean): void {
    this.#storage.set(SOUND_KEY, on ? "on" : "off");
    this.#sound.value = on;
  }

  setTheme(theme: Theme): void {
    this.#storage.set(THEME_KEY, theme);
    this.#theme.value = theme;
  }

  muteFor(choice: MuteChoice): void {
    this.#keepMute(muteFor(choice, this.#timers.now()));
  }

  unmute(): void {
    this.#keepMute(UNMUTED);
  }

  #keepMute(mute: Mute): void {
    const kept = keptMute(mute);
    if (kept === undefined) this.#storage.remove(this.#muteKey);
    else this.#storage.set(this.#muteKey, kept);
    this.#take(mute);
  }

  #take(mute: Mute): void {
    if (keptMute(mute) !== keptMute(this.#mute.value)) this.#mute.value = mute;
    this.#stopWaiting?.();
    this.#stopWaiting =
      mute.name === "until"
        ? this.#timers.after(Math.min(mute.at - this.#timers.now(), MAX_WAIT_MS), () => this.read())
        : undefined;
  }
}
