/** Lists the events of the page's rooms, the newest first. */
import type { MajlisRoomEvents } from "../embed/element-types.ts";

const NAMES = [
  "majlis:ready",
  "majlis:status",
  "majlis:unread",
  "majlis:message",
  "majlis:error",
  "majlis:close",
] as const satisfies readonly (keyof MajlisRoomEvents)[];

const MAX_LINES = 12;

export function printEvents(list: Element): void {
  for (const name of NAMES) {
    document.addEventListener(name, (event) => {
      const line = document.createElement("li");
      const code = document.createElement("code");
      code.textContent = `${name} ${JSON.stringify((event as CustomEvent<unknown>).detail)}`;
      line.append(code);
      list.prepend(line);
      while (list.children.length > MAX_LINES) list.lastElementChild?.remove();
    });
  }
}
