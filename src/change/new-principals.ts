import type { PolicyDocument } from "../policy/document.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { type NamedPrincipal, parsePrincipal } from "../policy/principal.ts";
import { readPolicy } from "../policy/read-policy.ts";
import type { Clock, IdentityDirectory } from "../ports.ts";

/** What IAM knows of the principals that a change names. */
export interface PrincipalReport {
  /** ARNs of users and roles that do not exist. */
  readonly missing: ReadonlySet<string>;
  /** One was created so lately that KMS may not know it yet. */
  readonly fresh: boolean;
  /** What could not be looked up, or exists under another ARN: a sentence each. */
  readonly notes: readonly string[];
}

/** IAM's new principals reach KMS within minutes (KMS Developer Guide, "eventual consistency"). */
const freshFor = 10 * 60_000;

/** The users, roles and accounts that `after` names and `before` does not; all of them without `before`. */
export const newPrincipals = (
  after: PolicyDocument,
  before?: PolicyDocument,
): readonly { readonly value: string; readonly named: ReturnType<typeof parsePrincipal> }[] => {
  const old = new Set(before ? principalValues(before) : []);
  return [...new Set(principalValues(after))]
    .filter((value) => !old.has(value))
    .map((value) => ({ value, named: parsePrincipal("AWS", value) }));
};

const principalValues = (document: PolicyDocument): readonly string[] =>
  readPolicy(document).statements.flatMap(({ principals }) =>
    principals.filter(({ type }) => type === "AWS").map(({ value }) => value),
  );

/** Looks the new users and roles of the key's account up in IAM. Other accounts cannot be asked. Never throws for a missing one. */
export const lookUpPrincipals = async (
  found: ReturnType<typeof newPrincipals>,
  { account }: KeyFacts,
  directory: Pick<IdentityDirectory, "find">,
  clock: Clock,
): Promise<PrincipalReport> => {
  const named = found.flatMap(({ named }) => (named.kind === "user" || named.kind === "role" ? [named] : []));
  const own = named.filter((principal) => principal.account === account);
  const foreign = named.filter((principal) => principal.account !== account);
  const answers = await Promise.all(own.map((principal) => ask(principal, directory, clock)));
  return {
    missing: new Set(answers.flatMap(({ missing }) => missing ?? [])),
    fresh: answers.some(({ fresh }) => fresh === true),
    notes: [...new Set([...answers.flatMap(({ note }) => note ?? []), ...foreignNote(foreign)])],
  };
};

interface Answer {
  readonly missing?: string;
  readonly fresh?: boolean;
  readonly note?: string;
}

const ask = async (
  { kind, name, arn }: NamedPrincipal,
  directory: Pick<IdentityDirectory, "find">,
  clock: Clock,
): Promise<Answer> => {
  const first = await directory.find(kind, name);
  const answer = "missing" in first ? await askAgain(kind, name, directory, clock) : first;
  if ("unknown" in answer) {
    return { note: `whether ${arn} exists could not be looked up: ${answer.unknown}` };
  }
  if ("missing" in answer) return { missing: arn };
  const { found } = answer;
  if (found.arn !== arn) return { missing: arn, note: `the ${kind} ${name} exists, as ${found.arn}` };
  const age = found.created ? clock.now().getTime() - found.created.getTime() : freshFor;
  return { fresh: age < freshFor };
};

/** IAM is eventually consistent too: what was created a moment ago may be found at the second look. */
const askAgain = async (
  kind: NamedPrincipal["kind"],
  name: string,
  directory: Pick<IdentityDirectory, "find">,
  clock: Clock,
) => {
  await clock.sleep(1000);
  return directory.find(kind, name);
};

const foreignNote = (foreign: readonly NamedPrincipal[]): readonly string[] =>
  foreign.length === 0
    ? []
    : [
        `principals of other accounts cannot be looked up; KMS refuses the policy if one does not exist: ` +
          foreign.map(({ arn }) => arn).join(", "),
      ];
