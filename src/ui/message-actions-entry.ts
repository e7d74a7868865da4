/** Entry point of the message actions: their models and views in one chunk, loaded after the first render. */
export { startMessageActions } from "./start-message-actions.ts";
export { MessageActionsView } from "./views/actions/message-actions-view.tsx";
