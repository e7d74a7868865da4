import type { JSX } from "preact";
import { useRoom } from "../context.ts";
import { Dialog } from "../kit/dialog.tsx";
import { FORMATTING_EXAMPLES } from "./formatting-list.ts";
import { SHORTCUT_GROUPS, type Shortcut, type ShortcutGroup } from "./shortcut-list.ts";

/** A modal dialog that lists the markup of messages and, where there is a keyboard, all shortcuts. */
export function KeyboardShortcuts({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { t, hasKeyboard } = useRoom();
  const title = t(hasKeyboard.value ? "shortcuts" : "formatting");
  return (
    <Dialog id="shortcuts-title" title={title} onClose={onClose}>
      <div class="shortcuts">
        <FormattingSection />
        {hasKeyboard.value &&
          SHORTCUT_GROUPS.map((group) => <ShortcutSection key={group.title} group={group} />)}
      </div>
    </Dialog>
  );
}

function FormattingSection(): JSX.Element {
  const { t, hasKeyboard } = useRoom();
  return (
    <section aria-label={t("formatting")}>
      {hasKeyboard.value && <h3>{t("formatting")}</h3>}
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
