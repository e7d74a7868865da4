import { expect, test } from "vitest";
import { OPERATIONS } from "../../src/build/openapi/document.ts";
import { app } from "../../src/worker/app.ts";

test("[HTTP-25] the description has every route of the Worker, and no other", () => {
  // Middleware has the method ALL.
  const routes = app.routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
  const described = OPERATIONS.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect([...described].sort()).toEqual([...new Set(routes)].sort());
  expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
});
