import type { JSX } from "preact";
import { isolate } from "../../i18n/translate.ts";
import type { ReadMark } from "../../models/read-marks.ts";
import { useRoom } from "../context.ts";
import { Avatar } from "../kit/avatar.tsx";

/** Of more readers the number is shown. */
const MAX_AVATARS = 4;

/** Who has read up to the message above. It takes no place in the list: nothing moves when one of them reads on. */
export function SeenBy({ readers }: { readonly readers: readonly ReadMark[] }): JSX.Element {
  const { t, formats } = useRoom();
  const names = t("seenBy", { names: formats.list(readers.map(({ name }) => isolate(name))) });
  const others = readers.length - MAX_AVATARS;
  return (
    <li class="seen-by">
      <span class="visually-hidden">{names}</span>
      <span class="seen-avatars" title={names} aria-hidden="true">
        {readers.slice(0, MAX_AVATARS).map(({ id, name }) => (
          <Avatar key={id} id={id} name={name} />
        ))}
        {others > 0 && <span class="seen-others">+{formats.number(others)}</span>}
      </span>
    </li>
  );
}
