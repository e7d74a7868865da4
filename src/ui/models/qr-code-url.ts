/** Where the Worker renders the QR code of a room's URL (SPEC HTTP-13). */
export function qrCodeUrl({ url }: { readonly url: URL }): string {
  return `${url.pathname}/qr.svg`;
}
