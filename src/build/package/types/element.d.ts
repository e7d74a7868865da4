/** `<majlis-room>` in a page: `import type {} from "majlis/element"`. */
import type { MajlisRoomEvents, MajlisRoomMembers } from "./element-types.js";

export * from "./element-types.js";

/** What `document.querySelector("majlis-room")` finds. */
export interface MajlisRoomElement extends HTMLElement, MajlisRoomMembers {}

declare global {
  interface HTMLElementTagNameMap {
    "majlis-room": MajlisRoomElement;
  }
  /** They bubble: the document and the window have them too. */
  interface GlobalEventHandlersEventMap extends MajlisRoomEvents {}
}
