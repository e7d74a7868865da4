/** `<majlis-room>` in Svelte: `import type {} from "majlis/element/svelte"`. */
import type { HTMLAttributes } from "svelte/elements";
import type { MajlisRoomAttributes, MajlisRoomElement, MajlisRoomEvents } from "./element.js";

type Handlers = {
  readonly [Type in keyof MajlisRoomEvents as `on${Type}`]?: (event: MajlisRoomEvents[Type]) => void;
};

export type MajlisRoomProps = Omit<HTMLAttributes<MajlisRoomElement>, keyof MajlisRoomAttributes> &
  MajlisRoomAttributes &
  Handlers;

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "majlis-room": MajlisRoomProps;
  }
}
