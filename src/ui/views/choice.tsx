import type { ComponentChildren, JSX } from "preact";
import { useRef } from "preact/hooks";

interface Properties<Value extends string> {
  /** of the group, and of its radio buttons */
  readonly name: string;
  readonly title: string;
  readonly choices: readonly (readonly [Value, string])[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
  /** more about what is chosen */
  readonly children?: ComponentChildren;
}

/** One of a few, side by side. */
export function Choice<Value extends string>({
  name,
  title,
  choices,
  chosen,
  onChoose,
  children,
}: Properties<Value>): JSX.Element {
  const row = useRef<HTMLDivElement>(null);

  /** A choice looks taken once it is: where the browser forbids it, it never is. */
  function showChosen(): void {
    for (const input of row.current?.querySelectorAll("input") ?? []) input.checked = input.value === chosen;
  }

  return (
    <fieldset class="setting">
      <legend>{title}</legend>
      <div class="setting-row" ref={row}>
        {choices.map(([value, words]) => (
          <label key={value}>
            <input
              type="radio"
              name={name}
              value={value}
              checked={value === chosen}
              onChange={() => {
                showChosen();
                onChoose(value);
              }}
            />
            <span>{words}</span>
          </label>
        ))}
      </div>
      {children}
    </fieldset>
  );
}
