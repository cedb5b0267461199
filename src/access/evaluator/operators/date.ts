import { unknown } from "../truth.ts";
import type { Comparison } from "./operator.ts";

const epochSeconds = /^\d{5,12}(\.\d+)?$/;
const isoDate =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[Tt](\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?([Zz]|[+-](?:[01]\d|2[0-3]):?[0-5]\d)?)?)?)?$/;
const lastSecond = 253_402_300_799;

/**
 * The moment that a text names, in milliseconds since 1970; undefined where it names none. Formats: the W3C profile
 * of ISO 8601, or epoch seconds (IAM User Guide, "Date condition operators"). Without a zone it is UTC. Four digits
 * are a year, more are seconds, up to the year 9999: beyond it they are milliseconds by mistake.
 */
export const momentOf = (text: string): number | undefined => {
  if (epochSeconds.test(text)) return Number(text) <= lastSecond ? Number(text) * 1000 : undefined;
  const found = isoDate.exec(text);
  if (!found) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part: string | undefined) => (part === undefined ? undefined : Number(part)));
  // Not Date.UTC: to it the year 50 is 1950.
  const moment =
    new Date(0).setUTCFullYear(year, month - 1, day) + ((hour * 60 + minute) * 60 + second) * 1000;
  // 30 February rolls over to March: what does not come back as it went in is no date.
  const back = new Date(moment);
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day) return undefined;
  return moment + Number(found[7] ?? "0") * 1000 - zoneMilliseconds(found[8]);
};

const zoneMilliseconds = (zone = "Z"): number => {
  if (zone.toUpperCase() === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith("-") ? -minutes : minutes) * 60_000;
};

/** `holds` judges "request moment minus policy moment", in milliseconds. */
const dateComparison =
  (holds: (difference: number) => boolean): Comparison =>
  (policyValue, requestValue) => {
    const policy = momentOf(policyValue);
    const request = momentOf(requestValue);
    if (policy === undefined) return unknown(`"${policyValue}" is no date`);
    return request !== undefined && holds(request - policy);
  };

export const dateEquals = dateComparison((difference) => difference === 0);
export const dateLessThan = dateComparison((difference) => difference < 0);
export const dateLessThanEquals = dateComparison((difference) => difference <= 0);
export const dateGreaterThan = dateComparison((difference) => difference > 0);
export const dateGreaterThanEquals = dateComparison((difference) => difference >= 0);
