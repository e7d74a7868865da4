import { expect, test } from "vitest";
import { ConfigurationError } from "../../src/protocol/configuration-error.ts";
import { readOptions } from "../../src/serve/options.ts";

test("the server's one argument is the folder with its rooms", () => {
  expect(readOptions({ PORT: "8080" }, ["/srv/rooms"])).toMatchObject({
    port: 8080,
    dataFolder: "/srv/rooms",
  });
  expect(readOptions({}, []).dataFolder).toMatch(/\/\.majlis$/);
});

test.each([["--port", "8080"], ["--port=8080"], ["-p"], ["rooms", "more"]])(
  "the server takes no options as a folder's name: %s",
  (...args) => {
    expect(() => readOptions({}, args)).toThrow(ConfigurationError);
  },
);
