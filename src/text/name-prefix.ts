/** Prefix search in member names, in any spelling (`folding.ts`). */
import { fold } from "./folding.ts";

/** Where a name begins with what was typed: at its start, or at one of its words. */
export type NameMatch = "start" | "word";

/** Both are folded by {@link fold}. Undefined if neither the name nor one of its words begins with `prefix`. */
function matchNamePrefix(foldedName: string, prefix: string): NameMatch | undefined {
  if (foldedName.startsWith(prefix)) return "start";
  // Of a crowd most names do not contain it at all.
  if (!foldedName.includes(prefix)) return undefined;
  return foldedName.split(/[\s-]+/u).some((word) => word.startsWith(prefix)) ? "word" : undefined;
}

/**
 * At most `limit` of `candidates` whose names match `typed`, in their order: those that begin with it, then those of which
 * a word does.
 */
export function namesMatching<Candidate>(
  typed: string,
  candidates: Iterable<Candidate>,
  foldedName: (candidate: Candidate) => string,
  limit: number,
): Candidate[] {
  const prefix = fold(typed);
  const matches: Record<NameMatch, Candidate[]> = { start: [], word: [] };
  for (const candidate of candidates) {
    const match = matchNamePrefix(foldedName(candidate), prefix);
    if (match !== undefined) matches[match].push(candidate);
    if (matches.start.length >= limit) break;
  }
  return [...matches.start, ...matches.word].slice(0, limit);
}
