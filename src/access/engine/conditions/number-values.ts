/**
 * A number as condition values write it, quoted or not: `7`, `7.0`, `-1.5`, `1e3`. Undefined for anything else, and for one so long or
 * so large that a floating-point number would no longer tell it from its neighbours.
 */
export const readNumber = (text: string): number | undefined => {
  const [, whole = "", fraction = ""] = /^[+-]?(\d+)(?:\.(\d+))?(?:e[+-]?\d{1,3})?$/i.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "").length;
  const number = Number(text);
  return whole !== "" && digits <= 15 && Math.abs(number) <= 1e15 ? number : undefined;
};

/** Whether `value` stands to `bound` as the comparison says. */
export const compares = (comparison: string, value: number, bound: number): boolean => {
  switch (comparison) {
    case "equals":
      return value === bound;
    case "lessthan":
      return value < bound;
    case "lessthanequals":
      return value <= bound;
    case "greaterthan":
      return value > bound;
    default:
      return value >= bound;
  }
};

/**
 * One value for each way in which a value can lie to the bounds: on each, between each two, and beyond both ends. With `whole`, only
 * whole numbers lie between. Ascending.
 */
export const valuesAround = (bounds: Iterable<number>, whole: boolean): readonly number[] => {
  const sorted = [...new Set(bounds)].sort((left, right) => left - right);
  const [first = 0, last = first] = [sorted[0], sorted.at(-1)];
  const step = whole
    ? (bound: number, by: number) => (by < 0 ? Math.ceil(bound + by) : Math.floor(bound + by))
    : undefined;
  const between = sorted.flatMap((bound, index) => {
    const next = sorted[index + 1];
    return next === undefined ? [bound] : [bound, ...middle(bound, next, whole)];
  });
  return [step?.(first, -1) ?? first - 1, ...between, step?.(last, 1) ?? last + 1];
};

const middle = (low: number, high: number, whole: boolean): number[] => {
  const next = Math.floor(low) + 1;
  if (next < high) return [next];
  return whole ? [] : [(low + high) / 2];
};
