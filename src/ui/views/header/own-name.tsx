import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { parseName, type NameFailure } from "../../../text/names.ts";
import { restoreFocus } from "../../browser/restore-focus.ts";
import { describeError } from "../../conversation/error-messages.ts";
import { savePreferredName } from "../../models/preferred-name.ts";
import type { Translate } from "../../i18n/translate.ts";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";

/** Your name; pressed, it becomes a field. */
export function OwnName(): JSX.Element {
  const { conversation, t } = useRoom();
  const editing = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const self = conversation.self.value;
  if (self === undefined) {
    const isClosed = conversation.connection.state.value.name === "closed";
    return <p class="own-name">{isClosed ? "" : t("connecting")}</p>;
  }
  if (editing.value)
    return (
      <NameForm
        name={self.name}
        onDone={() => {
          editing.value = false;
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
        editing.value = true;
      }}
    >
      <bdi>{self.name}</bdi>
      <Icon name="pen" />
    </button>
  );
}

function NameForm({ name, onDone }: { readonly name: string; readonly onDone: () => void }): JSX.Element {
  const { conversation, storage, t } = useRoom();
  const input = useRef<HTMLInputElement>(null);
  const problem = useSignal<string | undefined>(undefined);
  useEffect(() => input.current?.select(), []);

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    const max = conversation.limits.value.nameGraphemes;
    const parsed = parseName(input.current?.value ?? "", max);
    if (!parsed.ok) {
      problem.value = nameProblem(parsed.failure, max, t);
      return;
    }
    try {
      if (parsed.value !== name) await conversation.room.rename(parsed.value);
      savePreferredName(storage, parsed.value);
      onDone();
    } catch (error) {
      problem.value = describeError(t, error);
    }
  }

  return (
    <form
      class="own-name name-form"
      onSubmit={save}
      onKeyDown={(event) => {
        if (event.key === "Escape") onDone();
      }}
    >
      <input
        ref={input}
        defaultValue={name}
        dir="auto"
        aria-label={t("yourName")}
        aria-invalid={problem.value !== undefined}
        aria-describedby="name-problem"
        autoComplete="nickname"
        enterkeyhint="done"
      />
      <button type="submit" class="icon-button" aria-label={t("save")} title={t("save")}>
        <Icon name="check" />
      </button>
      <button type="button" class="icon-button" aria-label={t("cancel")} title={t("cancel")} onClick={onDone}>
        <Icon name="close" />
      </button>
      <p id="name-problem" class="error" role="alert">
        {problem}
      </p>
    </form>
  );
}

function nameProblem(failure: NameFailure, max: number, t: Translate): string {
  switch (failure) {
    case "empty":
      return t("nameEmpty");
    case "too_long":
      return t("nameTooLong", { count: max });
    case "reserved":
      return t("nameReserved");
    case "control":
    case "not_unicode":
      return t("nameControl");
  }
}
