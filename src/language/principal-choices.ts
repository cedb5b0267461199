import { readPolicy } from "../policy/read-policy.ts";
import { whyOpaque } from "../policy/symbols.ts";
import { principalMeaning } from "./meaning/principals.ts";
import type { Choice, ListedPrincipals, OpenPolicy } from "./types.ts";

/**
 * Who may stand as a principal of `policy`, one of the `policies` of a document: the key's own account, who is named in the document
 * already, then the users and roles that could be listed, those of the own account first and those that belong to AWS services last.
 */
export const principalChoices = (
  policy: OpenPolicy,
  policies: readonly OpenPolicy[],
  listed: ListedPrincipals,
): readonly Choice[] => {
  const { account, partition = "aws" } = policy.facts;
  const own =
    account === undefined || !/^\d{12}$/.test(account) ? [] : [`arn:${partition}:iam::${account}:root`];
  const people = [...listed].flatMap(([of, arns]) =>
    [...arns].map((arn) => ({ arn, isOwn: of === account })),
  );
  const ranked = people.toSorted((one, other) => rank(one) - rank(other)).map(({ arn }) => arn);
  return [...new Set([...own, ...named(policies), ...ranked])]
    .filter((text) => text !== "" && whyOpaque(text) === undefined)
    .map((text) => ({
      ...{ text, is: "principal", isLess: isLinked(text) },
      meaning: principalMeaning("AWS", text, policy.facts, listed),
    }));
};

const named = (policies: readonly OpenPolicy[]): readonly string[] =>
  policies.flatMap(({ document }) =>
    document
      ? readPolicy(document).statements.flatMap(({ principals }) =>
          principals.flatMap(({ type, value }) => (type === "AWS" ? [value] : [])),
        )
      : [],
  );

const rank = ({ arn, isOwn }: { readonly arn: string; readonly isOwn: boolean }): number =>
  (isLinked(arn) ? 2 : 0) + (isOwn ? 0 : 1);

/** A role that an AWS service made for itself (IAM User Guide, service-linked roles): seldom meant. */
const isLinked = (arn: string): boolean => arn.includes(":role/aws-service-role/");
