/** Decodes the frames of clients (SPEC CMD-1 to CMD-4): the one place where untrusted text becomes a typed command. */
import type * as v from "@badrap/valita";
import { fail, ok, type Result } from "../text/result.ts";
import { isCommandType } from "./traits.ts";
import { COMMANDS, type Command } from "./commands.ts";
import { failure, type ErrorCode, type Failure } from "./errors.ts";
import { exceedsDepth } from "./nesting.ts";

/** Why a frame is refused, with the command's id if it has a readable one. */
export interface RefusedFrame extends Failure {
  readonly id?: string;
}

/** JSON that nests deeper is longer, as each level has two brackets: shorter frames are not scanned. */
const maxUncheckedLength = (maxDepth: number) => 2 * maxDepth;

/**
 * The command in `frame`, a text frame whose size is already bounded, or why it is refused. Unknown fields are
 * dropped; only own properties count, so `__proto__` is a field like any unknown one.
 */
export function decodeCommand(frame: string, maxDepth: number): Result<Command, RefusedFrame> {
  if (frame.length > maxUncheckedLength(maxDepth) && exceedsDepth(frame, maxDepth)) {
    return fail(failure("bad_frame", `A frame nests at most ${maxDepth} levels deep.`));
  }
  let value: unknown;
  try {
    value = JSON.parse(frame);
  } catch {
    return fail(failure("bad_frame", "A frame is one JSON object; this is not JSON."));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return fail(failure("bad_frame"));
  const { type, id } = value as { type?: unknown; id?: unknown };
  if (!Object.hasOwn(value, "type") || typeof type !== "string") return fail(failure("bad_frame"));
  if (!isCommandType(type))
    return refuse(id, "unknown_command", `This room knows no command "${type.slice(0, 40)}".`);
  const parsed = (COMMANDS[type].schema as v.Type<Command>).try(value, { mode: "strip" });
  return parsed.ok ? ok(parsed.value) : refuse(id, "bad_command", describe(type, parsed.issues[0]));
}

function refuse(id: unknown, code: ErrorCode, detail: string): Result<never, RefusedFrame> {
  const readable = typeof id === "string" && id.length <= 64 && id.isWellFormed();
  return fail({ ...(readable ? { id } : {}), ...failure(code, detail) });
}

function describe(type: string, issue: v.Err["issues"][number] | undefined): string {
  const path = issue?.path.join(".") ?? "";
  switch (issue?.code) {
    case "missing_value":
      return `"${type}" needs "${path}".`;
    case "invalid_type":
      return `"${path}" of "${type}" must be ${issue.expected.join(" or ")}.`;
    case "unrecognized_keys":
      return `"${path}" of "${type}" has no "${String(issue.keys[0]).slice(0, 40)}".`;
    case "custom_error":
      return path === ""
        ? `"${type}" takes ${issue.message}.`
        : `"${path}" of "${type}" must be ${issue.message}.`;
    default:
      return `"${path}" of "${type}" is wrong.`;
  }
}
