import { momentOf } from "../../access/evaluator/operators/date.ts";
import type { ConditionTest, Policy } from "../../policy/model.ts";

const second = 1000;
const timeKeys = new Set(["aws:currenttime", "aws:epochtime"]);

/** Whether a condition asks for the time (IAM User Guide, "Global condition keys"). */
export const asksForTime = ({ key }: Pick<ConditionTest, "key">): boolean => timeKeys.has(key.toLowerCase());

/** Dates that are looked at; a policy that names more was made to keep us busy. */
const mostBoundaries = 64;

/** Dates at which something turns, the next one first. */
export interface Boundaries {
  readonly dates: readonly Date[];
  /** There are more, which were not looked at: what comes after the last of `dates` is not known. */
  readonly cut: boolean;
}

/**
 * The dates after `now` at which a condition on the time turns, each once: between two of them nothing changes. At most 64 of them.
 */
export const boundariesAfter = ({ statements }: Policy, now: Date): Boundaries => {
  const turns = statements.flatMap(({ conditions }) => conditions.filter(asksForTime).flatMap(turnsOf));
  const later = [...new Set(turns)].filter((moment) => moment > now.getTime()).sort((a, b) => a - b);
  const dates = later.slice(0, mostBoundaries).map((moment) => new Date(moment));
  return { dates, cut: later.length > dates.length };
};

// One of several values is enough: "later than" turns at the first of them, "earlier than" at the last.
const turnsOf = ({ key, operator, values }: ConditionTest): readonly number[] => {
  const moments = values.flatMap((value) => readAs(key, value) ?? []);
  if (moments.length === 0) return [];
  if (/GreaterThan/i.test(operator)) return [Math.min(...moments)];
  return /LessThan/i.test(operator) ? [Math.max(...moments)] : moments;
};

// A number beside aws:EpochTime is always seconds; the year of four digits is of dates.
const readAs = (key: string, value: string): number | undefined =>
  key.toLowerCase() === "aws:epochtime" && /^\d{1,12}(\.\d+)?$/.test(value)
    ? Number(value) * second
    : momentOf(value);

/** A moment just after a boundary, in whole seconds: on the boundary itself `LessThanEquals` still holds. */
export const justAfter = (boundary: Date): Date =>
  new Date(Math.floor(boundary.getTime() / second) * second + second);

/** The conditions under which it is another moment than this one. */
export const otherMoments = (moment: Date): readonly ConditionTest[] => {
  const seconds = String(Math.floor(moment.getTime() / second));
  const date = new Date(Number(seconds) * second).toISOString();
  return ["LessThan", "GreaterThan"].flatMap((order) => [
    { operator: `Date${order}`, key: "aws:CurrentTime", values: [date] },
    { operator: `Numeric${order}`, key: "aws:EpochTime", values: [seconds] },
  ]);
};

/** A moment as condition values write it. */
export const written = (moment: Date): string => moment.toISOString().replace(/\.000Z$/, "Z");
