import type { Description } from "./description.ts";
import { documentFindings } from "./document-findings.ts";
import { rules } from "./rules.ts";

/** The code of a rule, of what it finds in a policy. */
export type RuleCode = (typeof rules)[number]["code"];

/** The code of what is found in a document around a policy. */
export type DocumentFindingCode = (typeof documentFindings)[number]["code"];

/** Every code that a finding can carry. */
export type FindingCode = RuleCode | DocumentFindingCode;

/** The code of each rule, in the order of the reference. */
export const ruleCodes: readonly RuleCode[] = rules.map(({ code }) => code);

/** All that can be found, in the order of the reference. */
export const descriptions: readonly Description<FindingCode>[] = [...rules, ...documentFindings];

export const findingCodes: readonly FindingCode[] = descriptions.map(({ code }) => code);

// Object.fromEntries forgets which keys it was given; the types above come from the same lists.
const byCode = Object.fromEntries(
  descriptions.map((description) => [description.code, description]),
) as Readonly<Record<FindingCode, Description<FindingCode>>>;

/** Whether a word is the code of a finding. */
export const isFindingCode = (word: string): word is FindingCode => Object.hasOwn(byCode, word);

/** What is the same for every finding of that code. */
export const descriptionOf = (code: FindingCode): Description<FindingCode> => byCode[code];
