/** Texts that the build makes: see `src/build/emoji-tables.ts`. */
declare module "emoji:en" {
  const table: string;
  export default table;
}
declare module "emoji:ar" {
  const table: string;
  export default table;
}
