import { momentOf } from "../../access/evaluator/operators/date.ts";
import type { ConditionTest, Policy } from "../../policy/model.ts";

const second = 1000;
const timeKeys = new Set(["aws:currenttime", "aws:epochtime"]);

/** Whether a condition asks for the time (IAM User Guide, "Global condition keys"). */
export const asksForTime = ({ key }: Pick<ConditionTest, "key">): boolean => timeKeys.has(key.toLowerCase());

/** The dates after `now` that conditions on the time name, each once, the next one first: between two of them nothing changes. */
export const boundariesAfter = ({ statements }: Policy, now: Date): readonly Date[] => {
  const values = statements
    .flatMap(({ conditions }) => conditions)
    .filter(asksForTime)
    .flatMap(({ key, values }) => values.map((value) => readAs(key, value)));
  const later = values.filter((moment) => moment !== undefined && moment > now.getTime());
  return [...new Set(later)]
    .flatMap((moment) => (moment === undefined ? [] : [moment]))
    .sort((a, b) => a - b)
    .map((moment) => new Date(moment));
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
