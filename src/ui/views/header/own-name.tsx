import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { restoreFocus } from "../../browser/restore-focus.ts";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";
import { lazyView } from "../kit/lazy-view.tsx";

const NameForm = lazyView(async () => (await import("./name-form.tsx")).NameForm);

/** Your name; a click replaces it by a form. */
export function OwnName(): JSX.Element {
  const { conversation, composing, t } = useRoom();
  const isEditing = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const self = conversation.self.value;
  if (self === undefined) {
    const { name } = conversation.connection.state.value;
    return <p class="own-name">{name === "closed" || name === "offline" ? "" : t("connecting")}</p>;
  }
  const { FixedName } = composing.rules.value;
  if (FixedName !== undefined) return <FixedName />;
  if (isEditing.value)
    return (
      <NameForm
        name={self.name}
        onDone={() => {
          isEditing.value = false;
          restoreFocus(() => button.current);
        }}
      />
    );
  return (
    <button
      ref={button}
      type="button"
      class="own-name name-button"
      aria-label={t("changeName", { name: self.name })}
      onClick={() => {
        isEditing.value = true;
      }}
    >
      <bdi>{self.name}</bdi>
      <Icon name="pen" />
    </button>
  );
}
