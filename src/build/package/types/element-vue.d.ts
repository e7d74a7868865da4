/** `<majlis-room>` in templates of Vue: `import type {} from "majlis/element/vue"`. */
import type { HTMLAttributes } from "vue";
import type { MajlisRoomAttributes, MajlisRoomElement, MajlisRoomEvents } from "./element.js";

/** `@majlis:unread` in a template. */
type Handlers = {
  readonly [Type in keyof MajlisRoomEvents as `on${Capitalize<Type>}`]?: (
    event: MajlisRoomEvents[Type],
  ) => void;
};

/** `draft` is a method in Vue: it would set a property of that name. */
export type MajlisRoomProps = Omit<HTMLAttributes, keyof MajlisRoomAttributes> &
  Omit<MajlisRoomAttributes, "draft"> &
  Handlers;

declare module "vue" {
  interface GlobalComponents {
    "majlis-room": new () => MajlisRoomElement & { readonly $props: MajlisRoomProps };
  }
}
