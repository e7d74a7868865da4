/** What reads the markup of messages, as one chunk. */
export { excerpt, plainMessageText } from "../../text/excerpt.ts";
export { mentionsToSend } from "./message-mentions.ts";
