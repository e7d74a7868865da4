import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";
import { FORMATTING_EXAMPLES } from "./formatting-list.ts";
import { SHORTCUT_GROUPS, type Shortcut, type ShortcutGroup } from "./shortcut-list.ts";

/** A modal dialog that lists the markup of messages and all keyboard shortcuts. */
export function KeyboardShortcuts({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { t } = useRoom();
  const dialog = useRef<HTMLDialogElement>(null);

  useLayoutEffect(() => dialog.current?.showModal(), []);

  return (
    <dialog
      ref={dialog}
      class="shortcuts"
      aria-labelledby="shortcuts-title"
      onClose={onClose}
      onClick={({ target, currentTarget }) => {
        // The sheet covers the dialog: a click on the dialog itself is a click on its backdrop.
        if (target === currentTarget) currentTarget.close();
      }}
    >
      <div class="shortcuts-sheet">
        <header>
          <h2 id="shortcuts-title">{t("shortcuts")}</h2>
          <button
            type="button"
            class="icon-button"
            title={t("close")}
            onClick={() => dialog.current?.close()}
          >
            <Icon name="close" />
          </button>
        </header>
        <FormattingSection />
        {SHORTCUT_GROUPS.map((group) => (
          <ShortcutSection key={group.title} group={group} />
        ))}
      </div>
    </dialog>
  );
}

function FormattingSection(): JSX.Element {
  const { t } = useRoom();
  return (
    <section aria-label={t("formatting")}>
      <h3>{t("formatting")}</h3>
      <dl>
        {FORMATTING_EXAMPLES.map(({ label, markup }) => (
          <div key={label}>
            <dt>{t(label)}</dt>
            <dd>
              {/* As the text field shows it. */}
              <code dir="auto">{markup(t("formatWord"))}</code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function ShortcutSection({ group: { title, shortcuts } }: { readonly group: ShortcutGroup }): JSX.Element {
  const { t } = useRoom();
  return (
    <section aria-label={t(title)}>
      <h3>{t(title)}</h3>
      <dl>
        {shortcuts.map(({ label, keys }) => (
          <div key={label}>
            <dt>{t(label)}</dt>
            <dd dir="ltr">
              <Keys keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** A `kbd` for each combination, which holds one for each of its keys (HTML, the kbd element). */
function Keys({ keys }: Pick<Shortcut, "keys">): JSX.Element {
  return (
    <>
      {keys.map((combination, index) => (
        <kbd key={index}>
          {combination.map((key) => (
            <kbd key={key}>{key}</kbd>
          ))}
        </kbd>
      ))}
    </>
  );
}
