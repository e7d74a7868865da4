/** The reactions that are offered without opening the picker. */
export const QUICK_REACTIONS = ["👍", "❤️", "😂", "😮", "😢", "🙏", "👏", "🎉"] as const;

/** How many of them the toolbar of a message shows. */
export const TOOLBAR_REACTION_COUNT = 3;
