import { withFile } from "../../shell/shell-word.ts";
import { acceptancesIn, sift, type AcceptanceProblem } from "../../check/acceptance.ts";
import { checkPolicy } from "../../check/check.ts";
import { ruleCodes } from "../../check/catalogue.ts";
import { rulesLeftOut } from "../../check/left-out.ts";
import type { Finding } from "../../check/finding.ts";
import type { CheckOptions } from "../../check/options.ts";
import { tellNotLookedAt } from "../../check/unmanageable/when-nobody.ts";
import { documentOf, parsePolicyText, type PolicyDocument } from "../../policy/document.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import { positionAt } from "../../policy/text/position.ts";
import type { Dialect, ParsedText } from "../../policy/syntax.ts";
import type { DescribedKey } from "../../ports.ts";
import type { Context } from "../../cli/app.ts";
import { sayNote } from "../../cli/say-note.ts";
import type { OpenContained } from "./check-contained.ts";
import { acceptedOf, badConfig, checkOptionsOf } from "../../target/config-file.ts";
import { configOf } from "../../target/config-of.ts";
import type { CheckFlags } from "./check-flags.ts";
import { openTargets, type OpenTarget } from "../../target/open-target.ts";
import { withoutText } from "../../container/fault-words.ts";
import { meantAsPolicy } from "../../container/meant-as-policy.ts";
import { notAPolicy } from "../../container/not-a-policy.ts";
import { placeholderAt } from "../../container/placeholder-signs.ts";
import { requirePolicy } from "../../target/policy-format.ts";
import type { Checked } from "./checked.ts";
import { withoutSources } from "./unread.ts";

/** Checks every policy that an operand names: those of all keys of a document. Throws UsageError (`bad-config`), and AwsError for a key that cannot be read. */
export const checkAll = async (
  context: Context,
  operand: string,
  flags: CheckFlags,
): Promise<readonly Checked[]> =>
  checkEach(context, operand, await openTargets(context, operand, flags), { flags });

/** The same of targets that are open. Of what was found below a folder, that it is no policy is a finding, not an error. */
export const checkEach = async (
  context: Context,
  operand: string,
  targets: readonly OpenTarget[],
  { flags, isBelowFolder = false }: Checking,
): Promise<readonly Checked[]> => {
  const all: Checked[] = [];
  for (const opened of targets) {
    if (!isContained(opened)) all.push(await checkOpened(context, operand, opened, { flags, isBelowFolder }));
    else {
      const { checkContained } = await import("./check-contained.ts");
      const checked = await checkContained(opened, (dialect) =>
        checkOpened(context, opened.label, opened, { flags, dialect }),
      );
      if (checked) all.push(await settled(context, checked, flags));
      else if (!isBelowFolder) all.push(...byDefault(context, opened));
    }
  }
  return all;
};

/** A key that was named, and has nothing to check, is told: to people in a line, to programs as one without findings. */
const byDefault = (context: Context, opened: OpenContained): readonly Checked[] => {
  const { label, contained } = opened;
  if (contained.key.policy.state !== "policy") return [];
  const note = `${label} has no policy in this document: KMS puts its default one`;
  sayNote(context, note);
  const nothing = { open: [], accepted: [], unused: [], leftOut: [], notes: [note], options: {} };
  return [{ ...nothing, opened, label, text: contained.document.text, readable: false, isDefault: true }];
};

/** A comment of a policy in a document has the line of the document. */
const inFile = (problem: AcceptanceProblem, { contained }: OpenTarget): AcceptanceProblem => {
  const policy = contained?.key.policy;
  if (!contained || policy?.state !== "policy" || problem.line === undefined) return problem;
  const start = policy.text.split("\n", problem.line - 1).join("\n").length;
  const { line } = positionAt(contained.document.text, policy.placeOf(start + 1));
  return { ...problem, where: `line ${line}`, line };
};

/** What the document around a policy brings in is ignored and accepted as what rules find. */
const settled = async (context: Context, checked: Checked, flags: CheckFlags): Promise<Checked> => {
  const ignored = new Set(flags.ignore);
  const isRule = new Set<string>(ruleCodes);
  const ours = checked.open.filter(({ code }) => !isRule.has(code) && !ignored.has(code));
  if (ours.length === 0) return { ...checked, open: checked.open.filter(({ code }) => isRule.has(code)) };
  const { open, accepted } = sift(ours, await acceptedByConfig(context, checked.opened, flags.config));
  const rest = checked.open.filter(({ code }) => isRule.has(code));
  return { ...checked, open: [...rest, ...open], accepted: [...checked.accepted, ...accepted] };
};

/** How one target is checked. */
interface Checking {
  readonly flags: CheckFlags;
  /** It was found in a folder: what is no policy is a finding, not an error. */
  readonly isBelowFolder?: boolean;
  readonly dialect?: Dialect | undefined;
}

const checkOpened = async (
  context: Context,
  operand: string,
  opened: OpenTarget,
  { flags, isBelowFolder = false, dialect }: Checking,
): Promise<Checked> => {
  const text = await opened.text();
  const parsed = parsePolicyText(text, opened.format, dialect);
  if (!opened.key && !isBelowFolder) requirePolicy(parsed, opened.label);
  const asked = opened.key ? await factsOf(context, opened.key, text) : {};
  const config = await configOf(context, opened.target, flags.config);
  const options: CheckOptions = { ...asked, ...checkOptionsOf(config), now: context.outside.clock.now() };
  const ignored = new Set(flags.ignore);
  const all =
    (isBelowFolder ? noPolicyFound(parsed, operand) : undefined) ??
    withTemplateHint(parsed, checkPolicy(parsed, opened.facts, options)).map(saidWithin(opened, parsed));
  const findings = all.filter(({ code }) => !ignored.has(code));
  const inText = acceptancesIn(parsed);
  if (inText.problems[0]) throw badConfig(operand, inFile(inText.problems[0], opened));
  const configured = await acceptedByConfig(context, opened, flags.config);
  const sifted = sift(findings, [...inText.accepted, ...configured]);
  const leftOut = rulesLeftOut(opened.facts, options).filter(({ code }) => !ignored.has(code));
  const document = documentOf(parsed);
  const saysLockout = ignored.has("lockout") || all.some(({ code }) => code === "lockout");
  const notes = document && !saysLockout ? notLookedAt(document, opened.facts, options) : [];
  return {
    ...sifted,
    opened,
    label: context.calls ?? operand,
    text,
    readable: document !== undefined,
    options,
    leftOut,
    notes,
    ...(isKept(opened, parsed) && { sources: withoutSources(sifted.open) }),
  };
};

/** Of a template that is no JSON before it is filled in, the fault is not the sign that the parser stumbles on. */
const withTemplateHint = (
  { text, problems }: ParsedText,
  findings: readonly Finding[],
): readonly Finding[] => {
  const [problem] = problems;
  if (problem?.isOpen) {
    const known = { code: "policy-unknown", severity: "warning", hint: filledInBy } as const;
    return findings.map((finding) => (finding.code === "json-syntax" ? { ...finding, ...known } : finding));
  }
  if (!problem || placeholderAt(text, problem.start) === undefined) return findings;
  const hint = "it looks like a template: fill it in first, and check the result";
  return findings.map((finding) => (finding.code === "json-syntax" ? { ...finding, hint } : finding));
};

const filledInBy = "--set NAME=VALUE or --parameters FILE tells it";

/** As before a write: where the policy says so much that it is not known whether somebody can manage the key. */
const notLookedAt = (document: PolicyDocument, facts: KeyFacts, { now }: CheckOptions): readonly string[] =>
  [now && tellNotLookedAt(readPolicy(document), facts, now)].filter((note) => note !== undefined);

/** Of a file that cannot be read and was never meant as a policy, no letter is told: neither in words nor as a line. */
const isKept = ({ key, contained }: OpenTarget, { text, problems }: ParsedText): boolean =>
  !key && !contained && problems.length > 0 && !meantAsPolicy(text);

const saidWithin =
  (opened: OpenTarget, parsed: ParsedText) =>
  (finding: Finding): Finding =>
    isKept(opened, parsed) ? { ...finding, message: withoutText(finding.message) } : finding;

const isContained = (opened: OpenTarget): opened is OpenContained => opened.contained !== undefined;

/** Of a text that looks like a policy and is none: that, and what to do; undefined for a policy, good or bad. */
const noPolicyFound = (parsed: ParsedText, label: string): readonly Finding[] | undefined => {
  const other = notAPolicy(parsed, label);
  if (!other) return undefined;
  const message = `this holds no key policy: it is ${other.seems}`;
  const at = { path: "", line: 1, column: 1 };
  const hint = withFile(other.hint, label);
  return [{ code: "missing-statement", severity: "error", message, hint, ...at, fixable: false }];
};

const acceptedByConfig = async (
  context: Context,
  { target }: OpenTarget,
  explicit: string | false | undefined,
) => acceptedOf(await configOf(context, target, explicit), target);

/** Only a key has AWS to ask; a file is checked without loading what asks. */
const factsOf = async (context: Context, key: DescribedKey, text: string): Promise<CheckOptions> => {
  const { checkFacts } = await import("./check-facts.ts");
  return checkFacts(context, key, text);
};
