import { choiceOf } from "../../policy/template-choices.ts";

/** What a test says about a request: it holds, it does not, or that cannot be told, and why. */
export type Truth = boolean | Unknown;

export interface Unknown {
  /** A clause that reads on after "undecided:", such as `it depends on aws:SourceIp, which is not known here`. */
  readonly because: string;
}

/** What cannot be known, and why. */
export const unknown = (because: string): Unknown => ({ because });

/** That a value which decides is not known: that of a condition key, or of a choice which the document around the policy leaves open. */
export const notKnown = (key: string): Unknown => {
  const choice = choiceOf(key);
  return unknown(
    choice === undefined
      ? `it depends on ${key}, which is not known here`
      : `it depends on ${choice}, which the document leaves open`,
  );
};

/** Whether it cannot be known. */
export const isUnknown = (truth: Truth): truth is Unknown => typeof truth !== "boolean";

/** True where all hold; one that does not settles it whatever the unknown ones are. */
export const allOf = (truths: readonly Truth[]): Truth =>
  !truths.includes(false) && (together(truths.filter(isUnknown)) ?? true);

/** True where one holds; one that does settles it whatever the unknown ones are. */
export const anyOf = (truths: readonly Truth[]): Truth =>
  truths.includes(true) || (together(truths.filter(isUnknown)) ?? false);

/** Several things that are not known as one: each leaves it open by itself, and whoever settles it has to know of them all. */
export const together = (unknowns: readonly Unknown[]): Unknown | undefined => {
  if (unknowns.length < 2) return unknowns[0];
  return unknown([...new Set(unknowns.flatMap(({ because }) => because.split("; ")))].join("; "));
};

/** The opposite; what cannot be known stays so. */
export const negate = (truth: Truth): Truth => (isUnknown(truth) ? truth : !truth);

/** The truth as a plain yes or no, an unknown one guessed. */
export const settle = (truth: Truth, guess: boolean): boolean => (isUnknown(truth) ? guess : truth);
