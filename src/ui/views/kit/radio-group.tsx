import type { ComponentChildren, JSX } from "preact";
import { useRef } from "preact/hooks";

interface Properties<Value extends string> {
  /** of the radio buttons */
  readonly name: string;
  readonly title: string;
  readonly options: readonly (readonly [Value, string])[];
  readonly selected: Value;
  readonly onSelect: (value: Value) => void;
  /** a hint or an error below the options */
  readonly children?: ComponentChildren;
}

/** So many do not fit in one line. */
const MIN_IN_PAIRS = 4;

/** A few options side by side, one of which is selected. The group is controlled by `selected`. */
export function RadioGroup<Value extends string>({
  name,
  title,
  options,
  selected,
  onSelect,
  children,
}: Properties<Value>): JSX.Element {
  const row = useRef<HTMLDivElement>(null);

  /** A selection shows once the owner has applied it: the browser may not permit it. */
  function restoreSelection(): void {
    for (const input of row.current?.querySelectorAll("input") ?? [])
      input.checked = input.value === selected;
  }

  return (
    <fieldset class="setting">
      <legend>{title}</legend>
      <div class={options.length < MIN_IN_PAIRS ? "setting-row" : "setting-row in-pairs"} ref={row}>
        {options.map(([value, label]) => (
          <label key={value}>
            <input
              type="radio"
              name={name}
              value={value}
              checked={value === selected}
              onChange={() => {
                restoreSelection();
                onSelect(value);
              }}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
      {children}
    </fieldset>
  );
}
