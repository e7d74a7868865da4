/** The reactions that are offered without opening the picker. */
export const QUICK_REACTIONS = ["👍", "❤️", "😂", "😮", "😢", "🙏", "👏", "🎉"] as const;

/** How many of them the toolbar of a message shows. */
export const TOOLBAR_REACTION_COUNT = 3;

/** Half of the row: the other half keeps the most common reactions. */
const MAX_RECENT = 4;

/** The reactions of the message menu: the emoji picked last, newest first, then the most common ones. */
export function quickReactions(recent: readonly string[]): string[] {
  const reactions = new Set<string>([...recent.slice(0, MAX_RECENT), ...QUICK_REACTIONS]);
  return [...reactions].slice(0, QUICK_REACTIONS.length);
}
