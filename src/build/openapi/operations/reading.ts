import { json, READER_ERRORS, text, UNCHANGED, type Operation } from "../operation.ts";

const SEARCH = {
  tag: "Reading",
  token: "optional",
  answers: { 200: { description: "A page of messages.", content: json("SearchPage") } },
} as const satisfies Partial<Operation>;

export const READING: readonly Operation[] = [
  {
    id: "getMessages",
    method: "get",
    path: "/r/{room}/messages",
    tag: "Reading",
    summary: "Read a page of messages, or with `after` poll for what came since (SPEC HTTP-3, POLL-1).",
    description:
      "A poll with `name` and without a token joins as a new guest: its answer begins with a `welcome`, which has the token.",
    token: "optional",
    parameters: [
      "before",
      "limit",
      "after",
      "wait",
      "welcome",
      "name",
      "session",
      "generation",
      "ifNoneMatch",
    ],
    answers: {
      200: {
        description: "A `HistoryPage`; with `after` a `Poll`.",
        headers: ["ETag"],
        content: json("HistoryPage", "Poll"),
      },
      304: UNCHANGED,
    },
    errors: [...READER_ERRORS, "bad_position", "invalid_name", "session_ended", "room_full"],
  },
  {
    id: "streamEvents",
    method: "get",
    path: "/r/{room}/events",
    tag: "Reading",
    summary: "Stream the room's events as server-sent events (SPEC SSE-1 to SSE-5).",
    description:
      "The `data` of each is one `RoomEvent`; its `event` is the event's `type`, but `failure` for `error`; its `id` is the position behind it.",
    token: "optional",
    parameters: ["position", "lastEventId", "name", "session", "generation", "as"],
    answers: {
      200: { description: "The stream, until either side ends it.", content: text("text/event-stream") },
    },
    errors: [
      ...READER_ERRORS,
      "bad_position",
      "invalid_name",
      "session_ended",
      "room_full",
      "too_many_connections",
    ],
  },
  {
    id: "getTranscript",
    method: "get",
    path: "/r/{room}/transcript",
    tag: "Reading",
    summary: "Read the latest messages, a line each (SPEC HTTP-6, HTTP-11).",
    token: "optional",
    parameters: ["as", "ifNoneMatch"],
    answers: {
      200: {
        description: "The lines.",
        headers: ["ETag"],
        content: { ...text("text/plain"), ...text("text/html") },
      },
      304: UNCHANGED,
    },
    errors: READER_ERRORS,
  },
  {
    ...SEARCH,
    id: "searchByQuery",
    method: "get",
    path: "/r/{room}/search",
    summary: "Search messages (SPEC SEARCH-1).",
    parameters: ["q", "before"],
    errors: READER_ERRORS,
  },
  {
    ...SEARCH,
    id: "search",
    method: "post",
    path: "/r/{room}/search",
    summary: "The same, with the words in no URL (SPEC SEARCH-7).",
    body: { required: true, content: json("SearchBody") },
    errors: [...READER_ERRORS, "too_large", "unsupported_media_type", "invalid_text"],
  },
];
