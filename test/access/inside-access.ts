import { otherSessionsOf } from "../../src/access/principal-word.ts";
import { decideRequest } from "../../src/access/evaluate.ts";
import type { Access, AccessRequest, Condition, Decision } from "../../src/access/types.ts";
import type { KeyFacts } from "../../src/policy/key-facts.ts";
import type { Policy, Statement } from "../../src/policy/model.ts";

/** How far a decision goes: nothing, with a permission in IAM, by the key policy alone. */
export const levelOf = (decision: Decision): 0 | 1 | 2 =>
  decision === "allowed" ? 2 : decision === "needs-iam" ? 1 : 0;

const callerKeys = new Set([
  ...["aws:principalarn", "aws:principalaccount", "kms:calleraccount", "aws:userid"],
  ...["aws:principalservicename", "aws:principalservicenameslist"],
]);

/** Everyone and every account that the policies name, in principals and in conditions on the caller. */
export const namesIn = (policies: readonly Policy[]): string =>
  JSON.stringify(
    policies.map(({ statements }) =>
      statements.map(({ principals, conditions }) => [
        principals.filter(({ type }) => type === "AWS" || type === "Service"),
        conditions
          .filter(({ key }) => callerKeys.has(key.toLowerCase()))
          .flatMap(({ key, values }) =>
            values.filter((value) => /arn$|service/i.test(key) || /^\d{12}$/.test(value)),
          ),
      ]),
    ),
  );

const accountOf = (principal: string): string | undefined =>
  /^(?:arn:[^:]*:(?:iam|sts)::|root-user:)(\d{12})/.exec(principal)?.[1];

/** The words that may stand for a caller, the most exact first. */
export const wordsFor = (principal: string, names: string, facts: KeyFacts): readonly string[] => {
  const account = accountOf(principal);
  if (/^(AIDA|AROA)/.test(principal)) return [principal, principal.split(":")[0] ?? principal];
  if (account === undefined)
    return [names.includes(`"${principal.replace("service:", "")}"`) ? principal : "service:any"];
  const isMentioned = account === facts.account || names.includes(account);
  if (!isMentioned) return ["anyone"];
  if (principal.startsWith("root-user:")) return [principal, `account:${account}`];
  if (names.includes(`"${principal}"`)) return [principal, otherSessionsOf(principal), `account:${account}`];
  const session = /:assumed-role\/([^/]+)\//.exec(principal)?.[1];
  // Its ARN lacks the path of its role.
  const path = new RegExp(`"(arn:aws:iam::${account}:role/(?:[^"*?]*/)?${session ?? ""})"`);
  const role = session === undefined ? undefined : path.exec(names)?.[1];
  if (role !== undefined) return [role, otherSessionsOf(role), `account:${account}`];
  return [`account:${account} (others)`, `account:${account}`];
};

/**
 * Whether the conditions of an entry hold for a request; the evaluator is asked, with a policy made of nothing but them. `version`: that of
 * the policy that they come from.
 */
export const holdsFor = (
  access: Access,
  request: AccessRequest,
  facts: KeyFacts,
  version: string | undefined = "2012-10-17",
): boolean =>
  access.when.some((conditions) => {
    const policy = { version, id: undefined, statements: statementsOf(conditions, request) };
    return levelOf(decideRequest(policy, request, facts).decision) > 0;
  });

const statementsOf = (conditions: readonly Condition[], request: AccessRequest): readonly Statement[] => {
  const root = request.principal.replace(/^root-user:(\d{12})$/, "$1");
  const service = request.principal.startsWith("service:");
  const base = {
    sid: undefined,
    principals: [{ type: service ? "Service" : "AWS", value: root.replace("service:", "") }],
    notPrincipal: false,
    actions: ["*"],
    notAction: false,
    resources: ["*"],
    notResource: false,
    inert: undefined,
  };
  const asTests = (some: readonly Condition[]) =>
    some.map(({ key, test, values }) => ({ key, operator: test, values }));
  return [
    { ...base, index: 0, effect: "Allow", conditions: asTests(conditions.filter(({ not }) => not !== true)) },
    ...conditions
      .filter(({ not }) => not === true)
      .map((condition, place) => ({
        ...base,
        index: place + 1,
        effect: "Deny" as const,
        conditions: asTests([condition]),
      })),
  ];
};
