/** What one can do to messages: its models and its views, in one piece that is loaded after the first picture. */
export { startMessageActions as startActs } from "./start-message-actions.ts";
export { MessageActionsView as Acting } from "./views/actions/message-actions-view.tsx";
