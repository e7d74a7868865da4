/** Renders a text as a QR code in SVG. */
import { correction, generate } from "lean-qr/nano";

/** The light margin that a scanner needs on each side of the code (ISO/IEC 18004 §5.3.8). */
const QUIET_ZONE_MODULES = 4;

/** Black on a white background of its own, so that it scans on a page of any colour. */
export function qrCodeSvg(text: string): string {
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
