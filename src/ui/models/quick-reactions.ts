/** The reactions that are offered before all others. */
export const QUICK_REACTIONS = ["👍", "❤️", "😂", "😮", "😢", "🙏", "👏", "🎉"] as const;

/** So many of them are beside a message. */
export const TOOLBAR_REACTION_COUNT = 3;
