import { UsageError } from "../../errors.ts";

const form = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(:\d{2})?(?:\.0+)?(Z|[+-]\d{2}:\d{2}))?$/;

/**
 * The moment at which access ends, as IAM writes it: a day begins at midnight UTC. Throws UsageError (`malformed-date`) for
 * what is no date, and (`past-date`) for a moment before `now`, where that is given.
 */
export const untilValue = (text: string, now?: Date): string => {
  const [, day, minutes = "00:00", seconds = ":00", zone = "Z"] = form.exec(text) ?? [];
  const moment = day === undefined ? Number.NaN : Date.parse(`${day}T${minutes}${seconds}${zone}`);
  if (Number.isNaN(moment) || !isOfCalendar(day ?? "")) {
    throw new UsageError("malformed-date", `${text === "" ? "an empty text" : text} is no date`, {
      hint: "write 2027-01-31, which begins at midnight UTC, or 2027-01-31T18:00:00Z",
    });
  }
  if (now !== undefined && moment <= now.getTime()) {
    throw new UsageError("past-date", `${text} is past: nobody would get anything`, {
      hint: "name a later date",
    });
  }
  return new Date(moment).toISOString().replace(".000Z", "Z");
};

/** JavaScript reads February 30 as the 2nd of March. */
const isOfCalendar = (day: string): boolean => new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
