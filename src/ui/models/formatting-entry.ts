/** What reads the markup of messages, as one chunk. */
export { hasLink } from "../../text/has-link.ts";
export { plainStart } from "../../text/excerpt.ts";
export { rememberedExcerpt as excerpt } from "./remembered-excerpts.ts";
export { mentionsToSend } from "./message-mentions.ts";
export { renewedTags } from "./same-names.ts";
