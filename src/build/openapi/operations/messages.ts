import { DONE, json, ref, SENDER_ERRORS, text, type Answer, type Operation } from "../operation.ts";

const PUBLISH_BODY = {
  required: true,
  content: {
    ...json("PublishBody"),
    "application/x-www-form-urlencoded": ref("PublishBody"),
    "multipart/form-data": ref("PublishBody"),
    ...text("text/plain"),
  },
} as const;

const PUBLISHED: Operation["answers"] = {
  201: { description: "The stored message.", headers: ["Location"], content: json("Message") },
  200: {
    description: "A repeat: the message as it is now.",
    headers: ["Location"],
    content: json("Message"),
  },
  204: { description: "Published, by htmx (`HX-Request`)." },
  303: { description: "Published, by the form of a page: back to the room.", headers: ["Location"] },
};

const PUBLISH_ERRORS: Operation["errors"] = [
  ...SENDER_ERRORS,
  "empty_text",
  "invalid_name",
  "key_reused",
  "out_of_order",
  "slow_mode",
  "outcome_unknown",
];

const CHANGE_ERRORS: Operation["errors"] = [
  ...SENDER_ERRORS,
  "message_not_found",
  "session_ended",
  "outcome_unknown",
];

/** The event, or `stored` where nothing changed (SPEC HTTP-8). */
function changed(event: string): Answer {
  return {
    description: "The event, or `stored` where nothing changed.",
    content: json(event, "StoredEvent"),
  };
}

const PUBLISH = {
  tag: "Messages",
  token: "optional",
  body: PUBLISH_BODY,
  answers: PUBLISHED,
  errors: PUBLISH_ERRORS,
  parameters: ["name", "idempotencyKey"],
} as const satisfies Partial<Operation>;

const CHANGE = {
  tag: "Messages",
  token: "required",
  parameters: ["session", "generation", "idempotencyKey"],
} as const satisfies Partial<Operation>;

export const MESSAGES: readonly Operation[] = [
  {
    ...PUBLISH,
    id: "publish",
    method: "post",
    path: "/r/{room}/messages",
    summary: "Publish a message without joining (SPEC HTTP-4, HTTP-5).",
  },
  {
    ...PUBLISH,
    id: "publishToRoom",
    method: "post",
    path: "/r/{room}",
    summary: "The same, at the room's own URL: what `curl -d` does.",
  },
  {
    ...CHANGE,
    id: "editMessage",
    method: "patch",
    path: "/r/{room}/messages/{seq}",
    summary: "Replace the text of your message (SPEC HTTP-8).",
    body: PUBLISH_BODY,
    answers: { 200: changed("EditEvent") },
    errors: [...CHANGE_ERRORS, "empty_text"],
  },
  {
    ...CHANGE,
    id: "deleteMessage",
    method: "delete",
    path: "/r/{room}/messages/{seq}",
    summary: "Delete your message, or as a moderator another's (SPEC HTTP-8, MOD-8).",
    answers: { 200: changed("DeleteEvent") },
    errors: CHANGE_ERRORS,
  },
  {
    ...CHANGE,
    id: "restoreMessage",
    method: "post",
    path: "/r/{room}/messages/{seq}/restore",
    summary: "Undo a deletion, within seconds (SPEC HTTP-8).",
    answers: { 200: changed("RestoreEvent") },
    errors: [...CHANGE_ERRORS, "undo_expired"],
  },
  {
    ...CHANGE,
    id: "react",
    method: "put",
    path: "/r/{room}/messages/{seq}/reactions/{emoji}",
    summary: "Add an emoji to a message (SPEC HTTP-8).",
    answers: { 200: changed("ReactionEvent") },
    errors: [...CHANGE_ERRORS, "invalid_emoji", "too_many_reactions"],
  },
  {
    ...CHANGE,
    id: "unreact",
    method: "delete",
    path: "/r/{room}/messages/{seq}/reactions/{emoji}",
    summary: "Take it back (SPEC HTTP-8).",
    answers: { 200: changed("ReactionEvent") },
    errors: [...CHANGE_ERRORS, "invalid_emoji"],
  },
  {
    id: "sendCommands",
    method: "post",
    path: "/r/{room}/commands",
    tag: "Messages",
    summary: "Execute commands in order, as on a socket (SPEC HTTP-9).",
    description:
      "One command, or at most 50. Each is answered by its events; a refused one by an `error` among them.",
    token: "required",
    parameters: ["session", "generation", "answersOnStream"],
    body: {
      required: true,
      content: {
        "application/json": {
          oneOf: [ref("Command"), { type: "array", items: ref("Command"), maxItems: 50 }],
        },
      },
    },
    answers: {
      200: {
        description: "The events that a socket would have received in answer.",
        content: { "application/json": { type: "array", items: ref("RoomEvent") } },
      },
    },
    errors: [...SENDER_ERRORS, "session_ended"],
  },
  {
    id: "setTyping",
    method: "post",
    path: "/r/{room}/typing",
    tag: "Messages",
    summary: "Show that you are typing, or have stopped (SPEC HTTP-8).",
    token: "required",
    parameters: ["on", "session", "generation"],
    answers: { 204: DONE },
    errors: [...SENDER_ERRORS, "session_ended"],
  },
];
