import { descriptionOf, isFindingCode } from "../check/catalogue.ts";
import type { Finding } from "../check/finding.ts";
import { commandFor } from "./command-target.ts";
import type { PolicySubject, Refusal } from "./types.ts";

/** Codes that the lockout check decides itself, with more knowledge than the text alone gives. */
const lockoutCodes = new Set(["lockout", "lockout-unknown"]);

/** An error by its meaning that `--bypass-policy-lockout-safety-check` lifts: it is about who manages the key. */
const liftedByBypass = new Set(["deny-everyone-manage"]);

/**
 * Why findings (with `introduced` set) keep a change from being written. `accepted` are the codes of `--accept`; an exposure with a
 * `reason` is lived with already. Of a policy that is
 * brought back (`restores`) only what KMS takes in no document, and what is as good as a lockout.
 */
export const findingRefusals = (
  findings: readonly Finding[],
  subject: PolicySubject,
  {
    accepted,
    bypass,
    restores,
  }: { readonly accepted: readonly string[]; readonly bypass: boolean; readonly restores: boolean },
): readonly Refusal[] =>
  findings
    .filter(({ code }) => !lockoutCodes.has(code) && !(bypass && liftedByBypass.has(code)))
    .filter(({ code }) => !restores || liftedByBypass.has(code) || refusedByKms(code, subject))
    .flatMap((finding): readonly Refusal[] => {
      if (finding.code === "unverified-principal" && finding.introduced === true) return [unknown(finding)];
      if (finding.severity === "error") return errorRefusal(finding, subject);
      const refused =
        finding.severity === "security" && finding.introduced === true && finding.reason === undefined;
      return refused && !accepted.includes(finding.code) ? [exposure(finding)] : [];
    });

const isRejectedByKms = (code: string): boolean =>
  isFindingCode(code) && descriptionOf(code).rejectedByKms === true;

/** A file may hold what KMS would not take. */
const refusedByKms = (code: string, { target }: PolicySubject): boolean =>
  target.kind === "key" && (code === "unverified-principal" || isRejectedByKms(code));

const errorRefusal = (finding: Finding, subject: PolicySubject): readonly Refusal[] => {
  if (finding.introduced !== false) return [{ ...said(finding, ""), acceptable: false }];
  if (!isRejectedByKms(finding.code)) return [];
  const message = `this was there before the change, and KMS takes no policy with it: ${placed(finding)}`;
  return [{ code: finding.code, message, hint: mending(finding, subject), acceptable: false }];
};

const unknown = (finding: Finding): Refusal => ({
  ...said(finding, "KMS would refuse the policy: "),
  acceptable: false,
});

const exposure = (finding: Finding): Refusal => ({
  code: finding.code,
  message: `this change opens the key: ${placed(finding)}`,
  hint: `if that is meant, give --accept ${finding.code}`,
  acceptable: true,
});

const said = (finding: Finding, before: string): Omit<Refusal, "acceptable"> => ({
  code: finding.code,
  message: before + placed(finding),
  ...(finding.hint !== undefined && { hint: finding.hint }),
});

/** A finding in one sentence with its place in the new text. */
const placed = ({ message, line }: Finding): string => `line ${line}: ${message}`;

/** The verb that mends an old error. */
const mending = ({ code, fixable }: Finding, subject: PolicySubject): string => {
  if (code === "deleted-principal") return `mend it first: ${commandFor(subject, "prune")}`;
  return fixable
    ? `mend it first: ${commandFor(subject, "check", "--fix")}`
    : `mend it with: ${commandFor(subject, "edit")}`;
};
