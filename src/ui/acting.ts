/** What one can do to messages: its models and its views, in one piece that is loaded after the first picture. */
export { startActs } from "./start-acts.ts";
export { Acting } from "./views/acting.tsx";
