/** A static file, as the server prepares it for the Worker. */
export interface ServedFile {
  /** the path of the contents */
  readonly file: string;
  readonly headers: Readonly<Record<string, string>>;
  /** the path of the compressed contents; undefined where compression does not pay */
  readonly gzip?: string;
}
