import { json, READER_ERRORS, SENDER_ERRORS, UNCHANGED, type Operation } from "../operation.ts";

const CHANGE = {
  path: "/r/{room}/state/{key}",
  tag: "State",
  token: "required",
  parameters: ["ifMatch", "ifNoneMatchAny", "idempotencyKey"],
} as const satisfies Partial<Operation>;

const CHANGED = {
  description:
    "The event, or `stored` for a repeat, or where another change took its place; its version as `ETag`, which the last has only with an `Idempotency-Key`.",
  headers: ["ETag"],
  content: json("StateEvent", "DeltaEvent", "StoredEvent"),
} as const;

export const STATE: readonly Operation[] = [
  {
    id: "getState",
    method: "get",
    path: "/r/{room}/state",
    tag: "State",
    summary: "Read the shared state, page by page (SPEC STATE-7).",
    token: "optional",
    parameters: ["afterKey"],
    answers: { 200: { description: "Keys, in their order.", content: json("SharedState") } },
    errors: READER_ERRORS,
  },
  {
    id: "getKey",
    method: "get",
    path: "/r/{room}/state/{key}",
    tag: "State",
    summary: "Read a key of the shared state (SPEC STATE-7).",
    token: "optional",
    parameters: ["ifNoneMatch"],
    answers: {
      200: { description: "Its value.", headers: ["ETag"], content: { "application/json": {} } },
      304: UNCHANGED,
    },
    errors: [...READER_ERRORS, "not_found"],
  },
  {
    ...CHANGE,
    id: "putKeyOfState",
    method: "put",
    summary: "Set a key of the shared state (SPEC STATE-2, STATE-7).",
    body: { required: true, content: { "application/json": {} } },
    answers: { 200: CHANGED },
    errors: [...SENDER_ERRORS, "version_mismatch", "too_many_keys", "outcome_unknown"],
  },
  {
    ...CHANGE,
    id: "deleteKeyOfState",
    method: "delete",
    summary: "Delete a key of the shared state (SPEC STATE-1, STATE-7).",
    answers: { 200: CHANGED },
    errors: [...SENDER_ERRORS, "not_found", "version_mismatch", "outcome_unknown"],
  },
];
