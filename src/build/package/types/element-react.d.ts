/** `<majlis-room>` in React: `import type {} from "majlis/element/react"`. Events need React 19. */
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { MajlisRoomAttributes, MajlisRoomElement, MajlisRoomEvents } from "./element.js";

type Handlers = {
  readonly [Type in keyof MajlisRoomEvents as `on${Type}`]?: (event: MajlisRoomEvents[Type]) => void;
};

/** React makes an empty attribute of true. `draft` is a method in React: it would set a property of that name. */
type Flags = { readonly [Name in "messages" | "read-only"]?: boolean | "" | undefined };

export type MajlisRoomProps = DetailedHTMLProps<
  Omit<HTMLAttributes<MajlisRoomElement>, keyof MajlisRoomAttributes>,
  MajlisRoomElement
> &
  Omit<MajlisRoomAttributes, "draft" | keyof Flags> &
  Flags &
  Handlers;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "majlis-room": MajlisRoomProps;
    }
  }
}
