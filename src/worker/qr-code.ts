/** Renders a text as a QR code in SVG. */
import { correction, generate } from "lean-qr/nano";
import { exceedsBytes } from "../text/lengths.ts";

/** The light margin that a scanner needs on each side of the code (ISO/IEC 18004 §5.3.8). */
const QUIET_ZONE_MODULES = 4;

/** What the largest code (version 40) holds at this level of correction, in bytes (ISO/IEC 18004 table 7). */
const MAX_BYTES = 2_331;

/**
 * Black on a white background of its own, so that it scans on a page of any colour; undefined if the text is too long
 * for any code.
 */
export function qrCodeSvg(text: string): string | undefined {
  if (exceedsBytes(text, MAX_BYTES)) return undefined;
  const code = generate(text, { minCorrectionLevel: correction.M });
  const size = code.size + 2 * QUIET_ZONE_MODULES;
  const rows = Array.from({ length: code.size }, (_, y) => {
    const row = Array.from({ length: code.size }, (_, x) => (code.get(x, y) ? "#" : " ")).join("");
    return rowPath(row, y + QUIET_ZONE_MODULES);
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${rows.join("")}"/></svg>`
  );
}

/** An SVG path with one rectangle per run of dark modules. */
function rowPath(row: string, y: number): string {
  return Array.from(
    row.matchAll(/#+/g),
    ({ index, 0: run }) => `M${index + QUIET_ZONE_MODULES} ${y}h${run.length}v1h-${run.length}z`,
  ).join("");
}
