/** What a page loads, as the build's manifest tells it. */
export interface PageAssets {
  /** undefined where the page does without */
  readonly script?: string;
  readonly style: string;
  /** chunks that the script imports: preloaded, they cost no further round trip */
  readonly preload: readonly string[];
  /** the chunk of each language's words, where the script has any to say */
  readonly languages: Readonly<Partial<Record<string, string>>>;
}
