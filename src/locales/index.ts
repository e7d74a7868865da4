/** The languages of Majlis: a file and a line each. What else there is of a language is derived from these. */
export { ar } from "./ar.ts";
export { en } from "./en.ts";
