/** A short calm tone, two soft notes that rise, made on the spot. */

/** Hz: G5, then C6. */
const NOTES = [784, 1046.5] as const;
const NOTE_SPACING_S = 0.11;
const ATTACK_S = 0.012;
const FADE_S = 0.5;
const PEAK_GAIN = 0.09;
const SILENT_GAIN = 0.0001;
/** A browser may let a page sound only after a press. What waited for it longer than this is no news any more. */
const STALE_MS = 1_000;

export class NotificationSound {
  #context: AudioContext | undefined;

  /** True where the browser can make it. */
  static get isSupported(): boolean {
    return "AudioContext" in globalThis;
  }

  /** Sounds it, if the browser lets this page sound. */
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
