/**
 * How players are known from each other: by a colour and a shape, of which each player has others, so that they differ also
 * for those who see few colours.
 */

export interface Mark {
  /** CSS, of the lantern: on the night of the arena, and in the list in either theme */
  readonly color: string;
  /** SVG, around 0 0, within 8 of it; by the rule `evenodd` */
  readonly path: string;
}

/** Of the shapes, on any of the colours. */
export const SHAPE_COLOR = "#10142a";

/** Those that come first are far from each other. */
const HUES = [157, 265, 337, 49, 229, 121, 301, 193, 13, 85];
/** The second ten are between the first, and darker. */
const RINGS = [
  { lightness: 0.82, chroma: 0.13, turn: 0 },
  { lightness: 0.66, chroma: 0.15, turn: 18 },
] as const;

const SHAPES = [
  "M-5-5H5V5H-5z",
  "M0-8L7 5H-7z",
  "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0zM-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0z",
  "M-2-7H2V-2H7V2H2V7H-2V2H-7V-2H-2z",
  "M-8-2.2H8V2.2H-8z",
  "M0-8L6 0 0 8-6 0z",
  "M-7 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0zM1 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z",
  "M-2.2-8H2.2V8H-2.2z",
  "M0-6L7 1 4.5 4 0-1-4.5 4-7 1z",
  "M-6-6H6L0 0 6 6H-6L0 0z",
  "M0 8L7-5H-7z",
  "M-6.5-3.7L-3.7-6.5 0-2.8 3.7-6.5 6.5-3.7 2.8 0 6.5 3.7 3.7 6.5 0 2.8-3.7 6.5-6.5 3.7-2.8 0z",
  "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
  "M-6-6H6V6H-6zM-3-3V3H3V-3z",
  "M-7-5H7V-1.5H-7zM-7 1.5H7V5H-7z",
  "M-6.5 3.7L3.7-6.5 6.5-3.7-3.7 6.5z",
  "M0 6L7-1 4.5-4 0 1-4.5-4-7-1z",
  "M-5-7H-1.5V7H-5zM1.5-7H5V7H1.5z",
  "M-7 3.5A7 7 0 0 1 7 3.5z",
  "M-6.5-3.7L-3.7-6.5 6.5 3.7 3.7 6.5z",
];

export const MARKS: readonly Mark[] = RINGS.flatMap(({ lightness, chroma, turn }, ring) =>
  HUES.map((hue, index) => ({
    color: `oklch(${lightness} ${chroma} ${(hue + turn) % 360})`,
    path: SHAPES[ring * HUES.length + index] ?? "",
  })),
);

/**
 * Who has which of the {@link MARKS}: each player one that no other has, as long as they are here, and the same one on every
 * screen once all have sent theirs.
 */
export class Marks {
  private readonly numbers = new Map<string, number>();

  /** The player's mark; a free one, if they have none yet. */
  numberOf(player: string): number {
    return this.numbers.get(player) ?? this.give(player, this.firstFree);
  }

  /**
   * The player has sent that they have this mark. Where two have taken the same at once it goes to the one whose id sorts
   * first, in whatever order they are heard: the other one, who may be this screen's player, takes another.
   */
  claim(player: string, number: unknown): void {
    if (typeof number !== "number" || MARKS[number] === undefined) return;
    const owner = this.ownerOf(number);
    if (owner !== undefined && owner <= player) return;
    if (owner !== undefined) this.numbers.delete(owner);
    this.give(player, number);
  }

  /** Frees the marks of players who are not among these. */
  keep(players: Iterable<string>): void {
    const here = new Set(players);
    for (const player of this.numbers.keys()) if (!here.has(player)) this.numbers.delete(player);
  }

  private give(player: string, number: number): number {
    this.numbers.set(player, number);
    return number;
  }

  private ownerOf(number: number): string | undefined {
    return [...this.numbers].find(([, each]) => each === number)?.[0];
  }

  /** With more players than marks some have the same. */
  private get firstFree(): number {
    const free = MARKS.findIndex((_, number) => this.ownerOf(number) === undefined);
    return free === -1 ? this.numbers.size % MARKS.length : free;
  }
}
