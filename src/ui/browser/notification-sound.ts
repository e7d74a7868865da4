/** The notification sound: two soft rising notes, synthesized with Web Audio. */

/** Hz: G5, then C6. */
const NOTES = [784, 1046.5] as const;
const NOTE_SPACING_S = 0.11;
const ATTACK_S = 0.012;
const FADE_S = 0.5;
const PEAK_GAIN = 0.09;
const SILENT_GAIN = 0.0001;
/** Autoplay policies may delay the sound until the user interacts with the page; after this time it is dropped. */
const STALE_MS = 1_000;

export class NotificationSound {
  #context: AudioContext | undefined;

  /** True if the browser has Web Audio. */
  static get isSupported(): boolean {
    return "AudioContext" in globalThis;
  }

  /** Plays the sound, if the autoplay policy allows it. */
  async play(): Promise<void> {
    const context = (this.#context ??= new AudioContext());
    const requestedAt = performance.now();
    await context.resume();
    if (performance.now() - requestedAt > STALE_MS) return;
    NOTES.forEach((frequency, index) =>
      playNote(context, frequency, context.currentTime + index * NOTE_SPACING_S),
    );
  }
}

function playNote(context: AudioContext, frequency: number, start: number): void {
  const oscillator = new OscillatorNode(context, { type: "sine", frequency });
  const gain = new GainNode(context, { gain: SILENT_GAIN });
  gain.gain.setValueAtTime(SILENT_GAIN, start);
  gain.gain.exponentialRampToValueAtTime(PEAK_GAIN, start + ATTACK_S);
  gain.gain.exponentialRampToValueAtTime(SILENT_GAIN, start + ATTACK_S + FADE_S);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + ATTACK_S + FADE_S);
}
