import { InvalidArgumentError } from "commander";

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Milliseconds of `90`, `90s`, `5m` or `1h`. Throws InvalidArgumentError for all else, and for more than a day. */
export const duration = (text: string): number => {
  const [, count = "", unit = "s"] = /^(\d{1,6})([smh])?$/.exec(text) ?? [];
  const seconds = count === "" ? Number.NaN : Number(count) * (secondsOf[unit] ?? 1);
  if (seconds <= 24 * 3600) return seconds * 1000;
  throw new InvalidArgumentError("Write seconds, or a time such as 90s, 5m or 1h, at most a day.");
};

/** `90 s`, `5 min`, `1 h`: milliseconds for people. */
export const durationWords = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds === 0 || seconds % 60 !== 0) return `${seconds} s`;
  return seconds % 3600 === 0 ? `${seconds / 3600} h` : `${seconds / 60} min`;
};
