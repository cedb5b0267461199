import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import type { Policy, Statement } from "../policy/model.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { hasSymbol } from "../policy/symbols.ts";
import { areApart } from "../policy/template-choices.ts";
import { partProblem } from "./console-parts.ts";
import { placeOf } from "./place.ts";
import { partOf } from "./recognise.ts";
import { consoleSids, type Part } from "./rights.ts";
import { missingActions } from "./upgrade.ts";

/**
 * What the console would make of a policy, by kmspol's own definition (AWS publishes none): `console`, all as the
 * console writes it today; `console-outdated`, with an older administrators list; `console-extended`, the console's
 * statements intact beside others; `custom`, anything else. Only the first two show the default view.
 */
export type ConsoleClass = "console" | "console-extended" | "console-outdated" | "custom";

export interface ConsoleShape {
  readonly class: ConsoleClass;
  /** Why the console would not show its default view: one sentence each; empty where it would. */
  readonly because: readonly string[];
}

/** Classifies a policy. `facts` should be complete (see own-account.ts). Never throws. */
export const consoleShapeOf = (document: PolicyDocument, facts: KeyFacts): ConsoleShape => {
  const policy = readPolicy(document);
  const foreign = policy.statements.filter((statement) => consolePartNamed(statement) === undefined);
  const faults = [
    ...wholeProblems(policy, facts),
    ...policy.statements.flatMap((statement) => statementProblem(document, statement, policy, facts) ?? []),
  ];
  const because = [...faults, ...foreignReasons(document, foreign, facts)];
  const intact = faults.length === 0 && policy.statements.some((statement) => isDelegation(statement, facts));
  if (because.length > 0) return { class: intact ? "console-extended" : "custom", because };
  const outdated = policy.statements.some((statement) => missingActions(statement, facts).length > 0);
  return { class: outdated ? "console-outdated" : "console", because };
};

/** The part whose Sid the statement bears; the guide of 2022 printed another Sid for the first. */
const consolePartNamed = ({ sid }: Statement): Part | undefined => {
  if (sid === "Enable IAM policies") return "delegation";
  return (Object.keys(consoleSids) as Part[]).find((part) => consoleSids[part] === sid);
};

const isDelegation = (statement: Statement, facts: KeyFacts): boolean =>
  partOf(statement, facts) === "delegation" && consolePartNamed(statement) === "delegation";

/** A delegating statement that lacks nothing but the Sid, or has nothing but the Sid, has a reason of its own. */
const wholeProblems = (policy: Policy, facts: KeyFacts): readonly string[] => {
  const isOpen = hasSymbol(policy.version ?? "");
  const other = isOpen
    ? "It is not known whether the Version is 2012-10-17."
    : "The Version is not 2012-10-17.";
  const version = policy.version === "2012-10-17" ? [] : [other];
  const nearly = policy.statements.some(
    (statement) => partOf(statement, facts) === "delegation" || consolePartNamed(statement) === "delegation",
  );
  const missing = `No statement "${consoleSids.delegation}" hands the key to the IAM policies of its own account.`;
  return nearly ? version : [...version, missing];
};

const statementProblem = (
  document: PolicyDocument,
  statement: Statement,
  policy: Policy,
  facts: KeyFacts,
): string | undefined => {
  const place = placeOf(document, statement.index);
  const part = consolePartNamed(statement);
  if (part === undefined) return undefined;
  const twin = policy.statements.find(
    (other) => consolePartNamed(other) === part && !areApart(other.conditions, statement.conditions),
  );
  if (twin !== statement) return `${upper(place)} repeats the Sid of statement ${(twin?.index ?? 0) + 1}.`;
  if (partOf(statement, facts) !== part) return `${upper(place)} does not give what the console's gives.`;
  const problem = partProblem(statement, part, policy, facts);
  return problem === undefined ? undefined : `${upper(place)} ${problem}.`;
};

/** Those that lack nothing but the console's Sid, each by itself; all others in one sentence. */
const foreignReasons = (
  document: PolicyDocument,
  foreign: readonly Statement[],
  facts: KeyFacts,
): readonly string[] => {
  const strangers = foreign.filter((statement) => partOf(statement, facts) === undefined);
  const nameless = foreign.flatMap((statement) => {
    const part = partOf(statement, facts);
    const place = upper(placeOf(document, statement.index));
    return part
      ? [`${place} gives what the console's does, but without its Sid "${consoleSids[part]}".`]
      : [];
  });
  return [...nameless, ...strangerReason(document, strangers)];
};

const strangerReason = (document: PolicyDocument, strangers: readonly Statement[]): readonly string[] => {
  const [only, ...more] = new Set(strangers.map(({ index }) => index));
  if (only === undefined) return [];
  if (more.length === 0) return [`${upper(placeOf(document, only))} is not one of the console's.`];
  const numbers = [only, ...more].map((index) => String(index + 1));
  return [`Statements ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1) ?? ""} are not the console's.`];
};

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
