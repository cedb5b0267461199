import { listAccess } from "../../src/access/list-access.ts";
import type { Access, Condition } from "../../src/access/types.ts";
import { documentOf, parsePolicyText } from "../../src/policy/document.ts";
import type { Policy } from "../../src/policy/model.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";

export const own = "111122223333";
export const other = "444455556666";
export const facts = { account: own, partition: "aws" };
export const root = `arn:aws:iam::${own}:root`;
export const app = `arn:aws:iam::${own}:role/App`;

export interface Written {
  readonly [name: string]: unknown;
}

export const policyOf = (statements: readonly Written[], version: string | null = "2012-10-17"): Policy => {
  const whole = statements.map((written) => ({
    Effect: "Allow",
    Principal: { AWS: app },
    Action: "kms:Decrypt",
    Resource: "*",
    ...written,
  }));
  const text = JSON.stringify({ ...(version === null ? {} : { Version: version }), Statement: whole });
  const document = documentOf(parsePolicyText(text, "json"));
  if (!document) throw new Error("the policy does not parse");
  return readPolicy(document);
};

export const when = (condition: Written): Written => ({ Condition: condition });
export const deny = (condition: Written): Written => ({ Effect: "Deny", Condition: condition });

const words = ({ key, test: operator, values, not }: Condition): string =>
  `${not === true ? "not " : ""}${operator} ${key} ${values.join("|")}`;

// One line an entry: who, how, what, when; easier to read in a table than the objects.
export const lines = (entries: readonly Access[]): readonly string[] =>
  entries.map(({ principal, via, actions, when: alternatives, undecided }) => {
    const what =
      actions.length > 4 ? `${actions.length} actions` : actions.map((action) => action.slice(4)).join(",");
    const so = alternatives.map((conditions) => conditions.map(words).join(" and ")).join(" or ");
    return `${principal} ${via} ${what}${so === "" ? "" : ` if ${so}`}${undecided === undefined ? "" : " ?"}`;
  });

export const short = (text: string): string =>
  text.replaceAll(app, "App").replaceAll(own, "OWN").replaceAll(other, "OTHER");

export const listed = (policy: Policy): readonly string[] => lines(listAccess(policy, facts)).map(short);
