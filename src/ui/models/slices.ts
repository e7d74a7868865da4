/** Cuts a long text into slices, so that the page need not draw all of it at once. */

/** What a slice may cost, or a part of it does. */
export interface SliceCost {
  /** UTF-16 units, and {@link LINE_UNITS} for each line break */
  readonly units: number;
  /** elements, each of which takes as long as many letters */
  readonly nodes: number;
}

export interface SliceRules<Part> {
  readonly costOf: (part: Part) => SliceCost;
  /** `part` in two, of which the first costs at most so many units; undefined if it cannot be cut there */
  readonly cut?: (part: Part, units: number) => readonly [Part, Part] | undefined;
}

/** A short line is as high as a full one. */
const LINE_UNITS = 30;

/** A family of emoji has 12. */
const MAX_GRAPHEME_UNITS = 64;

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/** `parts` in order, in slices that cost at most `limit`. A part that costs more and cannot be cut is a slice of its own. */
export function slicesOf<Part>(
  parts: readonly Part[],
  rules: SliceRules<Part>,
  limit: SliceCost,
): readonly (readonly Part[])[] {
  const slicer = new Slicer(rules, limit);
  for (const part of parts) slicer.add(part);
  return slicer.slices;
}

class Slicer<Part> {
  readonly slices: Part[][] = [];
  readonly #rules: SliceRules<Part>;
  readonly #limit: SliceCost;
  #slice: Part[] = [];
  #left: SliceCost;

  constructor(rules: SliceRules<Part>, limit: SliceCost) {
    this.#rules = rules;
    this.#limit = limit;
    this.#left = limit;
  }

  add(part: Part): void {
    let rest = part;
    let cost = this.#rules.costOf(part);
    while (cost.units > this.#left.units || cost.nodes > this.#left.nodes) {
      const halves = this.#rules.cut?.(rest, this.#left.units);
      if (halves !== undefined) {
        this.#push(halves[0], cost);
        // What is left is not counted again: after each cut that would take the square of the length.
        cost = { nodes: cost.nodes, units: cost.units - this.#rules.costOf(halves[0]).units };
        rest = halves[1];
      } else if (this.#slice.length === 0) {
        this.#push(rest, cost);
        return this.#endSlice();
      }
      this.#endSlice();
    }
    this.#push(rest, cost);
  }

  #push(part: Part, { units, nodes }: SliceCost): void {
    if (this.#slice.length === 0) this.slices.push(this.#slice);
    this.#slice.push(part);
    this.#left = { units: this.#left.units - units, nodes: this.#left.nodes - nodes };
  }

  #endSlice(): void {
    this.#slice = [];
    this.#left = this.#limit;
  }
}

/** The units of `text`. */
export function unitsOf(text: string): number {
  let units = text.length;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) units += LINE_UNITS - 1;
  return units;
}

/**
 * `text` in two, the first of which costs at most so many units, after a line or a word or else between two graphemes.
 * Undefined if all of it costs no more, or its first grapheme more.
 */
export function cutText(text: string, units: number): readonly [string, string] | undefined {
  const end = endWithin(text, units);
  if (end === 0 || end === text.length) return undefined;
  const line = text.lastIndexOf("\n", end - 1) + 1;
  const word = text.lastIndexOf(" ", end - 1) + 1;
  const at = [line, word].find((index) => index > end / 2) ?? graphemeBoundary(text, end);
  return at === 0 ? undefined : [text.slice(0, at), text.slice(at)];
}

/** At or before `index`; within what is one grapheme by the rules, but longer than any that is written. */
function graphemeBoundary(text: string, index: number): number {
  const start = segmenter.segment(text.slice(0, index + 2)).containing(index)?.index ?? index;
  if (index - start < MAX_GRAPHEME_UNITS) return start;
  return /[\ud800-\udbff]/.test(text.charAt(index - 1)) ? index - 1 : index;
}

/** The index of the first letter that costs more. */
function endWithin(text: string, units: number): number {
  let cost = 0;
  for (let index = 0; index < text.length; index++) {
    cost += text.charAt(index) === "\n" ? LINE_UNITS : 1;
    if (cost > units) return index;
  }
  return text.length;
}
