/** Who may write which keys of the shared state (SPEC STATE-6), as the room's owner enters it. */
import { isKeyPrefix, type KeyRule } from "../../protocol/state-keys.ts";

/** `twice`: a rule before it is about the same keys. */
export type RuleProblem = "no_prefix" | "twice";

/** What is wrong with one of the rules; undefined if the room takes it, and it says something. */
export function ruleProblem(rules: readonly KeyRule[], index: number): RuleProblem | undefined {
  const prefix = rules[index]?.prefix ?? "";
  if (!isKeyPrefix(prefix)) return "no_prefix";
  return rules.findIndex((rule) => rule.prefix === prefix) < index ? "twice" : undefined;
}

/** True if the room takes the rules. */
export function areRulesValid(rules: readonly KeyRule[]): boolean {
  return rules.every((_, index) => ruleProblem(rules, index) === undefined);
}
