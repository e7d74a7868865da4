import { expect, test } from "vitest";
import { Emitter } from "../../src/client/emitter.ts";

interface Said {
  readonly word: string;
  readonly count: number;
}

test("each listener hears what it listens to, once, until it is stopped", () => {
  const emitter = new Emitter<Said>();
  const heard: unknown[] = [];
  const listen = (word: string) => void heard.push(word);
  const stops = [emitter.on("word", listen), emitter.on("word", listen)];
  emitter.emit("word", "hello");
  emitter.emit("count", 3);
  stops[0]?.();
  emitter.emit("word", "again");
  expect(heard).toEqual(["hello", "hello", "again"]);
});

test("a listener that stops another, or starts one, changes only what is told later", () => {
  const emitter = new Emitter<Said>();
  const heard: string[] = [];
  const stop = emitter.on("count", (count) => {
    heard.push(`one ${count}`);
    stop();
    emitter.on("count", (later) => heard.push(`two ${later}`));
  });
  emitter.emit("count", 1);
  emitter.emit("count", 2);
  expect(heard).toEqual(["one 1", "two 2"]);
});

test("what a listener throws is an uncaught error, and keeps nobody else from hearing", async () => {
  const emitter = new Emitter<Said>();
  const heard: string[] = [];
  const uncaught = new Promise<unknown>((resolve) => {
    const listeners = process.rawListeners("uncaughtException");
    process.removeAllListeners("uncaughtException");
    process.once("uncaughtException", (error) => {
      for (const listener of listeners) process.on("uncaughtException", listener as () => void);
      resolve(error);
    });
  });
  const mistake = new Error("a mistake of the application's");
  emitter.on("word", () => {
    throw mistake;
  });
  emitter.on("word", (word) => heard.push(word));
  emitter.emit("word", "hello");
  expect(heard).toEqual(["hello"]);
  expect(await uncaught).toBe(mistake);
});
