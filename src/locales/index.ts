/** The list of languages: a file and a line each. Everything else about a language is derived from these. */
export { ar } from "./ar.ts";
export { en } from "./en.ts";
