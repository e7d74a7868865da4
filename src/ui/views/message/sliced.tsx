/** Draws a long text slice by slice: what the reader sees of it at once, and the rest when the browser has time. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX, RefObject } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { visibleUnits } from "../../browser/visible-units.ts";
import { whenIdle } from "../../browser/when-idle.ts";
import { whenVisible } from "../../browser/when-visible.ts";
import { slicesOf, type SliceRules } from "../../models/slices.ts";

/** Elements that are made at once: more would keep a slow phone from answering for longer than 50 ms. */
const MAX_NODES = 24;
/** The first of what is seen at once is made with the rest of the message's row, the second in a task of its own. */
const VISIBLE_SLICES = 2;

/** What a slice is put into: inside of a block of text, between blocks, or in a block of code. */
type Place = "inline" | "blocks" | "code";
type RenderSlice<Part> = (slice: readonly Part[]) => ComponentChildren;

/**
 * `parts` as `render` renders each slice of them, those after the first in elements of their own. These are laid out only
 * where they are seen (see message-fold.css); otherwise it is as if they were not there.
 */
export function sliced<Part>(
  parts: readonly Part[],
  rules: SliceRules<Part>,
  place: Place,
  render: RenderSlice<Part>,
): ComponentChildren {
  const [first = [], ...rest] = slicesOf(parts, rules, {
    units: visibleUnits() / VISIBLE_SLICES,
    nodes: MAX_NODES,
  });
  if (rest.length === 0) return render(first);
  return (
    <>
      {render(first)}
      <Rest slices={rest} place={place} render={render as RenderSlice<unknown>} />
    </>
  );
}

type Slice = readonly unknown[];

interface RestProperties {
  readonly slices: readonly Slice[];
  readonly place: Place;
  readonly render: RenderSlice<unknown>;
}

/** The slices in one element, each made in a task of its own; as soon as that is seen, those not yet made in another. */
function Rest({ slices, place, render }: RestProperties): JSX.Element {
  const element = useRef<HTMLElement>(null);
  const made = useSignal(0);
  const isSeen = useSignal(false);
  useEffect(() => {
    if (made.value < (isSeen.value ? 1 : slices.length)) whenIdle(() => made.value++);
  }, [made.value]);
  useEffect(
    () => (element.current === null ? undefined : whenVisible(element.current, () => (isSeen.value = true))),
    [],
  );
  // The same views again: else each slice would take as long as all those before it.
  const views = useMemo(() => new Map<Slice, ComponentChildren>(), [slices]);
  const viewOf = (slice: Slice): ComponentChildren => {
    if (!views.has(slice)) views.set(slice, render(slice));
    return views.get(slice);
  };
  const rest = isSeen.value && made.value > 0 ? slices.slice(made.value) : [];
  const Element = place === "blocks" ? "div" : "span";
  return (
    <>
      <Element ref={element as RefObject<never>} class={classOf(place, isSeen.value)}>
        <Element>{slices.slice(0, made.value).map(viewOf)}</Element>
      </Element>
      {rest.length > 0 && <Rest slices={rest} place={place} render={render} />}
    </>
  );
}

function classOf(place: Place, isSeen: boolean): string {
  if (place === "code") return "code-rest";
  return isSeen ? "seen" : "rest";
}
