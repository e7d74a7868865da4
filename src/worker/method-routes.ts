/** Routes by path and method: a known path with a wrong method is told which ones there are (SPEC HTTP-7). */
import type { Handler, Hono } from "hono";
import type { AppEnv } from "./env.ts";
import { failure } from "../protocol/errors.ts";
import { problem } from "./problem.ts";

export type MethodHandlers = Partial<Record<"GET" | "POST" | "PUT" | "PATCH" | "DELETE", Handler<AppEnv>>>;

export function route(app: Hono<AppEnv>, path: string, handlers: MethodHandlers): void {
  for (const [method, handler] of Object.entries(handlers)) app.on(method, path, handler);
  const allowed = Object.keys(handlers).flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
  const Allow = allowed.join(", ");
  app.all(path, function methodNotAllowed() {
    return problem(failure("method_not_allowed", `This address takes ${Allow}.`), { Allow });
  });
}
