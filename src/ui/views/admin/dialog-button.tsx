import type { JSX } from "preact";
import { closePopover } from "../../browser/popover-focus.ts";
import { useRoom, type OpenDialog } from "../context.ts";
import { LazyIcon, type LazyIconName } from "../kit/lazy-icons.tsx";

interface Properties {
  readonly dialog: OpenDialog;
  readonly icon: LazyIconName;
  readonly label: string;
}

/** Opens a dialog in the place of the popover that it is in. */
export function DialogButton({ dialog: opened, icon, label }: Properties): JSX.Element {
  const { dialog } = useRoom();
  return (
    <button
      type="button"
      class="secondary"
      aria-haspopup="dialog"
      onClick={({ currentTarget }) => {
        closePopover(currentTarget);
        dialog.value = opened;
      }}
    >
      <LazyIcon name={icon} />
      {label}
    </button>
  );
}
