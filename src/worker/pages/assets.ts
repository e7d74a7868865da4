/** The URLs that a page loads. */
export interface PageAssets {
  /** undefined for a page without a script */
  readonly script?: string;
  readonly style: string;
  /** chunks that `script` imports statically, preloaded to save a round trip */
  readonly preload: readonly string[];
  /** the chunk of each language's strings, of which a page loads one */
  readonly languages: Readonly<Record<string, string>>;
}

/** The assets of each page. */
export type AssetManifest = Readonly<Record<"room" | "landing" | "offline" | "plain", PageAssets>>;
