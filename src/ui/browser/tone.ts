/** A short calm tone, two soft notes that rise, made on the spot. */

/** Hz: G5, then C6. */
const NOTES = [784, 1046.5] as const;
const NOTE_APART_S = 0.11;
const ATTACK_S = 0.012;
const FADE_S = 0.5;
const LOUDNESS = 0.09;
const SILENCE = 0.0001;
/** A browser may let a page sound only after a press. What waited for it longer than this is no news any more. */
const STALE_MS = 1_000;

export class Tone {
  #context: AudioContext | undefined;

  /** True where the browser can make it. */
  static get isSupported(): boolean {
    return "AudioContext" in globalThis;
  }

  /** Sounds it, if the browser lets this page sound. */
  async play(): Promise<void> {
    const context = (this.#context ??= new AudioContext());
    const asked = performance.now();
    await context.resume();
    if (performance.now() - asked > STALE_MS) return;
    NOTES.forEach((frequency, index) =>
      sound(context, frequency, context.currentTime + index * NOTE_APART_S),
    );
  }
}

function sound(context: AudioContext, frequency: number, start: number): void {
  const oscillator = new OscillatorNode(context, { type: "sine", frequency });
  const gain = new GainNode(context, { gain: SILENCE });
  gain.gain.setValueAtTime(SILENCE, start);
  gain.gain.exponentialRampToValueAtTime(LOUDNESS, start + ATTACK_S);
  gain.gain.exponentialRampToValueAtTime(SILENCE, start + ATTACK_S + FADE_S);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + ATTACK_S + FADE_S);
}
