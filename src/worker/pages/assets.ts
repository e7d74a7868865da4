/** What a page loads, as URLs. */
export interface PageAssets {
  /** undefined where the page has no script */
  readonly script?: string;
  readonly style: string;
  /** chunks that `script` imports statically: preloaded, they cost no further round trip */
  readonly preload: readonly string[];
  /** the chunk of each language's words, of which a reader needs one */
  readonly languages: Readonly<Record<string, string>>;
}

/** Which pages there are, and what each loads. */
export type AssetManifest = Readonly<Record<"room" | "landing" | "offline" | "plain", PageAssets>>;
