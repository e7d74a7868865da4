/** What a page loads, as the build's manifest tells it. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
  /** chunks that the script imports: preloaded, they cost no further round trip */
  readonly preload: readonly string[];
}
