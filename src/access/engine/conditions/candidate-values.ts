import type { Budget } from "../boxes/box.ts";
import { addressesAround } from "./address-values.ts";
import type { Matcher, Test } from "./condition-test.ts";
import { writeMoment } from "./date-values.ts";
import { explorePatterns } from "../patterns/explore-patterns.ts";
import { valuesAround } from "./number-values.ts";
import { isChoice } from "./known-keys.ts";
import { conditionKeyNamed } from "../../../policy/condition-keys.ts";

type Comparing<Family extends Matcher["family"]> = Extract<Matcher, { readonly family: Family }>;

/**
 * Values of a key such that each way in which the tests can turn out for one value is met by one of them. All tests are of one
 * family. Undefined when there would be too many.
 */
export const candidateValues = (
  key: string,
  tests: readonly Test[],
  budget?: Budget,
): readonly string[] | undefined => {
  const type = conditionKeyNamed(key)?.type;
  const matchers = tests.map((test) => test.matcher);
  const bounds = of(matchers, "number").flatMap((matcher) => matcher.bounds);
  if (bounds.length > 0) return valuesAround(bounds, type === "Numeric").map(String);
  const moments = of(matchers, "date").flatMap((matcher) => matcher.bounds);
  if (moments.length > 0)
    return valuesAround(
      moments.map((moment) => moment / 1000),
      true,
    ).map((at) => writeMoment(at * 1000));
  const blocks = of(matchers, "address").flatMap((matcher) => matcher.blocks);
  if (blocks.length > 0) return addressesAround(blocks);
  const binaries = of(matchers, "binary").flatMap(({ exact }) => [...exact]);
  if (binaries.length > 0) return [...binaries, textOutside(new Set(binaries))];
  return type === "Bool" || isChoice(key) ? ["true", "false"] : texts(of(matchers, "text"), budget);
};

const of = <Family extends Matcher["family"]>(
  matchers: readonly Matcher[],
  family: Family,
): Comparing<Family>[] =>
  matchers.filter((matcher): matcher is Comparing<Family> => matcher.family === family);

const texts = (
  matchers: readonly Comparing<"text">[],
  budget: Budget | undefined,
): readonly string[] | undefined => {
  const exact = new Set(matchers.flatMap((matcher) => [...matcher.exact]).sort());
  if (exact.size > 0 && [...exact].every((value) => value === "true" || value === "false"))
    return ["true", "false", "x"];
  const patterns = matchers.flatMap((matcher) => matcher.patterns);
  if (patterns.length === 0) return [...exact, textOutside(exact)];
  const explored = explorePatterns(patterns, { avoid: exact, budget });
  return explored && [...exact, ...explored];
};

const textOutside = (taken: ReadonlySet<string>): string => {
  let text = "x";
  while (taken.has(text)) text += "x";
  return text;
};
