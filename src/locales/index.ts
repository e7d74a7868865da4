/** The locale of each language of `languages-info.ts`. */
export { ar } from "./ar.ts";
export { en } from "./en.ts";
export { es } from "./es.ts";
export { fa } from "./fa.ts";
export { fr } from "./fr.ts";
