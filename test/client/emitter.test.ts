import { expect, test } from "vitest";
import { Emitter } from "../../src/client/emitter.ts";
import { nextUncaughtException } from "../support/uncaught-exception.ts";

interface TestEvents {
  readonly word: string;
  readonly count: number;
}

test("a listener is called once per event of its name, until it is unsubscribed", () => {
  const emitter = new Emitter<TestEvents>();
  const received: unknown[] = [];
  const listen = (word: string) => void received.push(word);
  const unsubscribers = [emitter.on("word", listen), emitter.on("word", listen)];
  emitter.emit("word", "hello");
  emitter.emit("count", 3);
  unsubscribers[0]?.();
  emitter.emit("word", "again");
  expect(received).toEqual(["hello", "hello", "again"]);
});

test("a listener that adds or removes listeners affects later events only", () => {
  const emitter = new Emitter<TestEvents>();
  const received: string[] = [];
  const unsubscribe = emitter.on("count", (count) => {
    received.push(`one ${count}`);
    unsubscribe();
    emitter.on("count", (later) => received.push(`two ${later}`));
  });
  emitter.emit("count", 1);
  emitter.emit("count", 2);
  expect(received).toEqual(["one 1", "two 2"]);
});

test("an exception in a listener becomes an uncaught error, and the other listeners are still called", async () => {
  const emitter = new Emitter<TestEvents>();
  const received: string[] = [];
  const uncaught = nextUncaughtException();
  const listenerError = new Error("a mistake of the application's");
  emitter.on("word", () => {
    throw listenerError;
  });
  emitter.on("word", (word) => received.push(word));
  emitter.emit("word", "hello");
  expect(received).toEqual(["hello"]);
  expect(await uncaught).toBe(listenerError);
});
