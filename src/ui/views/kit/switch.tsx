import type { ComponentChildren, JSX } from "preact";

export interface SwitchProperties {
  /** unique on the page: the ids of the texts are made from it */
  readonly name: string;
  readonly title: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  /** what the switch does */
  readonly children: ComponentChildren;
}

/** A setting that is on or off. A press anywhere in it changes it. */
export function Switch({ name, title, isOn, onChange, children }: SwitchProperties): JSX.Element {
  return (
    <label class="switch">
      <span class="setting-title" id={`${name}-title`}>
        {title}
      </span>
      <input
        type="checkbox"
        role="switch"
        checked={isOn}
        aria-labelledby={`${name}-title`}
        aria-describedby={`${name}-hint`}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      <span class="setting-hint" id={`${name}-hint`}>
        {children}
      </span>
    </label>
  );
}
