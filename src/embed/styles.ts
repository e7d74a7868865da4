/** The styles of the element: a constructed sheet, which no Content-Security-Policy of a host refuses. */

/**
 * With the height and scheme of the attributes only where they are what they should be: nothing else gets into the sheet.
 * @param autoHeightPx what `auto` is now; undefined before the frame has reported it
 */
export function styles(theme: string | null, height: string | null, autoHeightPx?: number): string {
  const given = height === "auto" ? `clamp(120px,${autoHeightPx}px,4000px)` : `${height}`;
  const length = given.replace(/^\d+$/, "$&px");
  const scheme = /^(light|dark)$/.test(theme ?? "") ? theme : "inherit";
  return (
    `:host{--majlis-height:${CSS.supports("height", length) ? length : "560px"};display:block;height:var(--majlis-height)}` +
    `iframe{border:0;width:100%;height:100%;color-scheme:${scheme}}`
  );
}
