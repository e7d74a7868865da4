/** What reads the markup of messages, as one chunk. */
export { hasLink } from "../../text/has-link.ts";
export { excerpt, plainStart } from "../../text/excerpt.ts";
export { mentionsToSend } from "./message-mentions.ts";
export { renewedTags } from "./same-names.ts";
