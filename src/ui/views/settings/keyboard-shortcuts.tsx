import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { PlainStringKey } from "../../i18n/strings.ts";
import { useRoom } from "../context.ts";
import { Icon } from "../kit/icons.tsx";

/** Keys apart from each other; those within one entry are pressed together. */
type KeyCombinations = readonly (readonly string[])[];

const GROUPS: readonly (readonly [
  PlainStringKey,
  readonly (readonly [PlainStringKey, KeyCombinations])[],
])[] = [
  [
    "keysEverywhere",
    [
      ["keyRegions", [["F6"]]],
      ["keyHelp", [["Ctrl", "/"]]],
    ],
  ],
  [
    "keysWriting",
    [
      ["keySend", [["Enter"]]],
      ["keyNewLine", [["Shift", "Enter"]]],
      ["keyEditLast", [["↑"]]],
      ["keyCancel", [["Esc"]]],
    ],
  ],
  [
    "keysMessage",
    [
      ["keyMove", [["↑"], ["↓"]]],
      ["keyEnds", [["Home"], ["End"]]],
      ["keyEnter", [["Enter"]]],
      ["keyLeave", [["Esc"]]],
      ["reply", [["R"]]],
      ["edit", [["E"]]],
      ["addReaction", [["+"], ["A"]]],
      ["copyMessage", [["C"]]],
      ["remove", [["Delete"]]],
      ["keyMenu", [["Shift", "F10"]]],
    ],
  ],
];

/** All keys, and what they do. */
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
        // Its own surface is all covered: what is pressed is what is around it.
        if (target === currentTarget) currentTarget.close();
      }}
    >
      <div class="shortcuts-sheet">
        <header>
          <h2 id="shortcuts-title">{t("shortcuts")}</h2>
          <button
            type="button"
            class="icon-button"
            aria-label={t("close")}
            title={t("close")}
            onClick={() => dialog.current?.close()}
          >
            <Icon name="close" />
          </button>
        </header>
        {GROUPS.map(([title, keys]) => (
          <section key={title} aria-label={t(title)}>
            <h3>{t(title)}</h3>
            <dl>
              {keys.map(([label, combinations]) => (
                <div key={label}>
                  <dt>{t(label)}</dt>
                  <dd dir="ltr">
                    {combinations.map((combination, index) => (
                      <kbd key={index}>
                        {combination.map((key) => (
                          <kbd key={key}>{key}</kbd>
                        ))}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}
