import type { JSX } from "preact";
import { nextTabIndex } from "../../models/tab-navigation.ts";
import { focusInDocument } from "../../browser/scroll-in-document.ts";

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: string;
  /** rendered while its tab is selected */
  readonly view: () => JSX.Element;
}

interface Properties<Id extends string> {
  /** of the tab list, and the prefix of its elements' ids */
  readonly id: string;
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly current: Id;
  readonly onChange: (id: Id) => void;
}

/** Tabs (APG): one Tab stop, in which the arrows select the panel that is shown. */
export function Tabs<Id extends string>(properties: Properties<Id>): JSX.Element {
  const { id, tabs, current } = properties;
  return (
    <>
      <TabList {...properties} />
      {tabs.map((tab) => (
        <div
          key={tab.id}
          class="tab-panel"
          role="tabpanel"
          id={`${id}-${tab.id}-panel`}
          aria-labelledby={`${id}-${tab.id}`}
          hidden={tab.id !== current}
        >
          {tab.id === current && tab.view()}
        </div>
      ))}
    </>
  );
}

function TabList<Id extends string>({ id, label, tabs, current, onChange }: Properties<Id>): JSX.Element {
  function onKeyDown(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const row = event.currentTarget;
    const at = tabs.findIndex((tab) => tab.id === current);
    const next = nextTabIndex(event.key, at, tabs.length, row.matches(":dir(rtl)"));
    const tab = next === undefined ? undefined : tabs[next];
    if (next === undefined || tab === undefined) return;
    event.preventDefault();
    onChange(tab.id);
    focusInDocument(row.querySelectorAll<HTMLElement>("[role=tab]")[next]);
  }

  return (
    <div id={id} class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={`${id}-${tab.id}`}
          aria-selected={tab.id === current}
          aria-controls={`${id}-${tab.id}-panel`}
          tabIndex={tab.id === current ? 0 : -1}
          onClick={() => onChange(tab.id)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}
