import picocolors from "picocolors";

/** How a rendering marks what it says. Every mark is decoration: without colour the words alone must suffice. */
export interface Style {
  readonly strong: Mark;
  readonly faint: Mark;
  /** Added text; access that somebody gains. */
  readonly added: Mark;
  readonly removed: Mark;
  /** The words that differ inside an added or removed line. */
  readonly addedWord: Mark;
  readonly removedWord: Mark;
  readonly bad: Mark;
  readonly warning: Mark;
  readonly good: Mark;
  readonly place: Mark;
}

/** Decorates a text. */
export type Mark = (text: string) => string;

/** The mark that is none. */
export const unmarked: Mark = (text) => text;

/** What decides about colour: flags and environment win over what the stream is. */
export interface ColourFacts {
  readonly noColorFlag: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
}

/**
 * Whether to colour (no-color.org; force-color.org): `--no-color` wins, then a non-empty NO_COLOR, then FORCE_COLOR
 * (`0` and `false` mean no), then whether the stream is a terminal that is not `dumb`.
 */
export const wantsColour = ({ noColorFlag, environment, isTerminal }: ColourFacts): boolean => {
  if (noColorFlag || environment["NO_COLOR"]) return false;
  const force = environment["FORCE_COLOR"];
  if (force !== undefined && force !== "") return force !== "0" && force !== "false";
  return isTerminal && environment["TERM"] !== "dumb";
};

/** The marks, with the sixteen basic colours (they follow the user's own theme) or with none: `plainStyle` then. */
export const createStyle = (colour: boolean): Style => (colour ? colourStyle() : plainStyle);

const colourStyle = (): Style => {
  const { bold, cyan, dim, green, red, underline, yellow } = picocolors.createColors(true);
  return {
    strong: bold,
    faint: dim,
    added: green,
    removed: red,
    addedWord: (text) => green(bold(underline(text))),
    removedWord: (text) => red(bold(underline(text))),
    bad: (text) => red(bold(text)),
    warning: yellow,
    good: green,
    place: cyan,
  };
};

/** No marks at all: for pipes, files and tests. */
export const plainStyle: Style = {
  strong: unmarked,
  faint: unmarked,
  added: unmarked,
  removed: unmarked,
  addedWord: unmarked,
  removedWord: unmarked,
  bad: unmarked,
  warning: unmarked,
  good: unmarked,
  place: unmarked,
};
