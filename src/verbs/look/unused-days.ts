import { InvalidArgumentError } from "commander";

/** Whole days of `90d` or `90`. Throws InvalidArgumentError. */
export const unusedDays = (text: string): number => {
  const [, days = ""] = /^([1-9]\d{0,3})d?$/.exec(text) ?? [];
  if (days !== "" && Number(days) <= 3650) return Number(days);
  throw new InvalidArgumentError("Write days, such as 90d, from 1 to 3650.");
};
