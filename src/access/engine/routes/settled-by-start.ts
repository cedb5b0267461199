import type { Test } from "../conditions/condition-test.ts";
import { firstPlaces, nextPlaces, type Pattern, type Places } from "../patterns/pattern.ts";

/** What a test says of every text that begins so and goes on somehow; undefined where that depends on how it goes on. */
export const settledByStart = ({ matcher, negated, doubt }: Test, start: string): boolean | undefined => {
  if (matcher.family === "presence") return matcher.whenPresent;
  if (matcher.family !== "text" || doubt !== undefined) return undefined;
  const reached = matcher.patterns.map((pattern) => ({ pattern, places: placesAfter(pattern, start) }));
  if (reached.some(takesAnyRest)) return !negated;
  const mayMatch =
    [...matcher.exact].some((text) => text.startsWith(start)) ||
    reached.some(({ places }) => places.length > 0);
  return mayMatch ? undefined : negated;
};

const placesAfter = (pattern: Pattern, start: string): Places => {
  let places = firstPlaces(pattern);
  for (const character of start) places = nextPlaces(pattern, places, character);
  return places;
};

interface Reached {
  readonly pattern: Pattern;
  readonly places: Places;
}

const takesAnyRest = ({ pattern, places }: Reached): boolean =>
  places.some((place) => {
    const rest = pattern.slice(place);
    return rest.some(({ star, except }) => star && except === "") && rest.every(({ star }) => star);
  });
