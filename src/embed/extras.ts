/** What not every page needs: the button in the corner, and the room of the page. A module that the loader imports. */
export { createBubble } from "./bubble.ts";
export { pageRoom } from "./page-room.ts";
