/** Punycode (RFC 3492): a label of a host in ASCII, as DNS knows it. */

const BASE = 36;
const MIN_THRESHOLD = 1;
const MAX_THRESHOLD = 26;
const SKEW = 38;
const DAMP = 700;
const FIRST_BIAS = 72;
const FIRST_CODE_POINT = 0x80;

const DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** A label that is not ASCII, in its canonical form, as `xn--…`. */
export function toPunycode(label: string): string {
  const codePoints = Array.from(label, (character) => character.codePointAt(0) ?? 0);
  const basic = codePoints.filter((codePoint) => codePoint < FIRST_CODE_POINT);
  let encoded = String.fromCodePoint(...basic) + (basic.length > 0 ? "-" : "");
  let done = basic.length;
  let bias = FIRST_BIAS;
  let delta = 0;
  let from = FIRST_CODE_POINT;
  for (const codePoint of [...new Set(codePoints)].toSorted((a, b) => a - b)) {
    if (codePoint < FIRST_CODE_POINT) continue;
    delta += (codePoint - from) * (done + 1);
    for (const other of codePoints) {
      if (other < codePoint) delta++;
      if (other !== codePoint) continue;
      encoded += encodeDelta(delta, bias);
      bias = adaptBias(delta, done + 1, done === basic.length);
      delta = 0;
      done++;
    }
    delta++;
    from = codePoint + 1;
  }
  return `xn--${encoded}`;
}

function encodeDelta(delta: number, bias: number): string {
  let digits = "";
  let rest = delta;
  for (let at = BASE; ; at += BASE) {
    const threshold = Math.min(Math.max(at - bias, MIN_THRESHOLD), MAX_THRESHOLD);
    if (rest < threshold) return digits + DIGITS.charAt(rest);
    digits += DIGITS.charAt(threshold + ((rest - threshold) % (BASE - threshold)));
    rest = Math.floor((rest - threshold) / (BASE - threshold));
  }
}

function adaptBias(delta: number, count: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? DAMP : 2));
  rest += Math.floor(rest / count);
  let bias = 0;
  for (; rest > ((BASE - MIN_THRESHOLD) * MAX_THRESHOLD) / 2; bias += BASE)
    rest = Math.floor(rest / (BASE - MIN_THRESHOLD));
  return bias + Math.floor(((BASE - MIN_THRESHOLD + 1) * rest) / (rest + SKEW));
}
