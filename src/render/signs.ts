/** How an answer in a table is shown: yes, yes with a limit, not known, no. */
export type Answer = "yes" | "part" | "unknown" | "no";

/** A sign for each answer, and the mark of something left out. */
export type Signs = Readonly<Record<Answer | "more", string>>;

const drawn: Signs = { yes: "●", part: "◐", unknown: "?", no: "·", more: "…" };

/** Words say the same where signs cannot be shown. */
const worded: Signs = { yes: "yes", part: "part", unknown: "?", no: "-", more: "..." };

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the locale says that the terminal shows UTF-8 (POSIX, "Environment variables": LC_ALL before LC_CTYPE before LANG). */
export const isUnicode = (environment: Environment): boolean =>
  /utf-?8/i.test(environment["LC_ALL"] || environment["LC_CTYPE"] || environment["LANG"] || "utf-8");

/** The signs that the terminal can show: words where it is dumb or its locale is not UTF-8. */
export const signsFor = (environment: Environment): Signs =>
  environment["TERM"] === "dumb" || !isUnicode(environment) ? worded : drawn;

/** Our own signs, and what stands for them where the terminal has ASCII alone. Longer ones first. */
const ascii: readonly (readonly [sign: string, plain: string])[] = [
  ["↑↓", "arrows"],
  ["…", "..."],
  ["✔", "*"],
  ["●", "*"],
  ["◐", "o"],
  ["·", "-"],
  ["│", "|"],
  ["×", "x"],
  ["→", "->"],
  ["−", "-"],
  ["–", "-"],
];

/** A text of ours for a terminal that has ASCII alone; what came from outside stays what it is. */
export const asciiSigns = (text: string): string =>
  ascii.reduce((written, [sign, plain]) => written.replaceAll(sign, plain), text);

/** Columns to be left free on a terminal that has ASCII alone: the mark of something left out takes two more. */
export const asciiSpare = 2;
