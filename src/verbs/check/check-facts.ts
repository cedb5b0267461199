import { atMoment } from "../../access/at-moment.ts";
import { evaluateIdentity } from "../../access/evaluate-identity.ts";
import { iamName } from "../../change/lockout-refusal.ts";
import type { CheckOptions } from "../../check/options.ts";
import { KmspolError } from "../../errors.ts";
import { documentOf, parsePolicyText } from "../../policy/document.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import type { Policy } from "../../policy/model.ts";
import { parsePrincipal } from "../../policy/principal.ts";
import { readPolicy } from "../../policy/read-policy.ts";
import type { DescribedKey, IdentityDirectory } from "../../ports.ts";
import type { Context } from "../../cli/app.ts";
import { openAws } from "../../cli/open-aws.ts";

/**
 * What AWS tells beside the key: who calls, which principals do not exist, what the policies of related keys say. What it does
 * not let us read is left out; the summary names the rules that needed it.
 */
export const checkFacts = async (
  context: Context,
  key: DescribedKey,
  text: string,
): Promise<CheckOptions> => {
  const { keys, identity, directory } = await openAws(context);
  const document = documentOf(parsePolicyText(text, "json"));
  const caller = await orLeftOut(identity.caller());
  const now = context.outside.clock.now();
  const [callerIamAllowsPut, missingPrincipals, relatedPolicies] = await Promise.all([
    caller && orLeftOut(iamAllowsPut(caller.arn, key.facts, now, directory)),
    document && orLeftOut(missingIn(readPolicy(document), key.facts.account, directory)),
    orLeftOut(policiesOf(key.facts.relatedArns ?? [], (arn) => keys.readPolicy(arn))),
  ]);
  return { caller, callerIamAllowsPut, missingPrincipals, relatedPolicies };
};

const orLeftOut = async <T>(asked: Promise<T>): Promise<T | undefined> => {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof KmspolError) return undefined;
    throw error;
  }
};

/** Whether the caller's IAM policies let it put the policy; undefined where they cannot be read, or do not decide. */
const iamAllowsPut = async (
  principal: string,
  facts: KeyFacts,
  now: Date,
  directory: IdentityDirectory,
): Promise<boolean | undefined> => {
  const who = iamName(principal);
  const answer = who && (await directory.policiesOf(who.kind, who.name));
  if (!answer || !("found" in answer)) return undefined;
  const request = {
    ...{ principal, action: "kms:PutKeyPolicy", resource: facts.arn ?? "*", facts },
    context: atMoment({}, now),
  };
  const { decision, undecided } = evaluateIdentity(answer.found, request);
  return undecided === undefined ? decision === "allowed" : undefined;
};

/** The users and roles of the key's account that IAM does not know; undefined where it does not tell of one. */
const missingIn = async (
  { statements }: Policy,
  account: string | undefined,
  directory: IdentityDirectory,
): Promise<ReadonlySet<string> | undefined> => {
  const named = statements.flatMap(({ principals }) =>
    principals.flatMap(({ type, value }) => {
      const principal = parsePrincipal(type, value);
      const known = principal.kind === "user" || principal.kind === "role";
      return known && principal.account === account ? [principal] : [];
    }),
  );
  const unique = [...new Map(named.map((principal) => [principal.arn, principal])).values()];
  const answers = await Promise.all(
    unique.map(async ({ kind, name, arn }) => ({ arn, answer: await directory.find(kind, name) })),
  );
  if (answers.some(({ answer }) => "unknown" in answer)) return undefined;
  return new Set(
    answers.flatMap(({ arn, answer }) => ("found" in answer && answer.found.arn === arn ? [] : [arn])),
  );
};

const policiesOf = async (
  arns: readonly string[],
  read: (arn: string) => Promise<string>,
): Promise<ReadonlyMap<string, Policy>> => {
  const readOne = async (arn: string) => [arn, documentOf(parsePolicyText(await read(arn), "json"))] as const;
  const documents = await Promise.all(arns.map(readOne));
  return new Map(
    documents.flatMap(([arn, document]) => (document ? [[arn, readPolicy(document)] as const] : [])),
  );
};
