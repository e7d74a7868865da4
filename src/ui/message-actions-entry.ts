/** Entry point of the message actions: their models and views in one chunk, loaded after the first render. */
export { startMessageActions } from "./start-message-actions.ts";
export { DeletedMessage } from "./views/message/deleted-message.tsx";
export { MessageActionsView } from "./views/actions/message-actions-view.tsx";
