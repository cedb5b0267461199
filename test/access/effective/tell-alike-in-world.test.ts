import { expect, test } from "vitest";
import { decideUnderOrganizations, evaluateEffective } from "../../../src/access/evaluate-effective.ts";
import { listAccess } from "../../../src/access/list-access.ts";
import type { AccessRequest } from "../../../src/access/types.ts";
import { listForPrincipal } from "../../../src/access/what-can.ts";
import type { JsonValue } from "../../../src/policy/syntax.ts";
import {
  arn,
  delegation,
  denies,
  idOf,
  lets,
  other,
  own,
  type Person,
  questionOf,
  says,
  type Setting,
} from "../../support/layers.ts";
import { holdsFor, levelOf } from "../inside-access.ts";
import { levelByRows } from "../story.ts";

// With IAM data and an organization at hand: what the lists tell of a caller is what `can` answers for each of its requests.

const app = arn("role/App");
const session = `arn:aws:sts::${own}:assumed-role/App/one`;
const far = arn("role/Far", other);
const bob = arn("user/bob");
const linked = arn("role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS");
const when = (
  operator: string,
  key: string,
  value: string | readonly string[],
  rest: object = {},
): object => ({
  ...{ Condition: { [operator]: { [key]: value } } },
  ...rest,
});
const via = when("StringEquals", "kms:ViaService", "s3.eu-west-1.amazonaws.com");
const context = (value: string) => when("StringEquals", "kms:EncryptionContext:app", value);
const all = says({ Action: "*" });
const open = (rest: Readonly<Record<string, readonly JsonValue[]>>) => ({
  "r-1": [all],
  "ou-a": [all],
  [own]: [all],
  ...rest,
});
const people = (role: Person, ...more: readonly Person[]): readonly Person[] => [
  role,
  { kind: "user", name: "bob", iam: [says()] },
  { path: "/aws-service-role/rds.amazonaws.com/", name: "AWSServiceRoleForRDS", iam: [says()] },
  ...more,
];
const some = people({ iam: [says()] });
const everyone = lets("*");
const sns: JsonValue = says({ Principal: { Service: "sns.amazonaws.com" } });
const pairs = (Pairs: object, kind = "EncryptionContextSubset") => ({
  Operations: ["Decrypt", "CreateGrant", "DescribeKey"],
  Constraints: { [kind]: Pairs },
});

const settings: Readonly<Record<string, Setting>> = {
  "the account's share": { key: [delegation], people: some },
  "the account's share under a condition": {
    key: [lets(arn("root"), { Action: "kms:*", ...via })],
    people: some,
  },
  "an own policy under a condition": { key: [delegation], people: people({ iam: [says(via)] }) },
  "two own policies": {
    key: [delegation],
    people: people({ iam: [says(via), says(context("a")), denies(when("Null", "kms:ViaService", "true"))] }),
  },
  "a role by name, with a Deny of its own": { key: [lets(app)], people: people({ iam: [denies(via)] }) },
  "a boundary": {
    key: [delegation, lets(app, via)],
    people: people({ iam: [says()], boundary: [says(context("a"))] }),
  },
  "a boundary that denies": { key: [lets(app), lets(bob)], people: people({ boundary: [all, denies(via)] }) },
  "a boundary under NotPrincipal": {
    key: [everyone, says({ Effect: "Deny", NotPrincipal: { AWS: [arn("root"), app] } })],
    people: people({ boundary: [all] }),
  },
  "a boundary of a role that a service made": {
    key: [delegation],
    people: [
      {
        path: "/aws-service-role/rds.amazonaws.com/",
        name: "AWSServiceRoleForRDS",
        iam: [says()],
        boundary: [denies()],
      },
    ],
  },
  "a session by name": { key: [lets(session)], people: people({ boundary: [denies(via)] }) },
  "a session that is denied": { key: [delegation, lets(session, { Effect: "Deny", ...via })], people: some },
  "all but a session": {
    key: [everyone, says({ Effect: "Deny", NotPrincipal: { AWS: [arn("root"), app, session] } })],
    people: some,
  },
  "an SCP that denies": { key: [everyone, sns], people: some, scp: open({ "ou-a": [all, denies(via)] }) },
  "an SCP that allows little": {
    key: [everyone, sns],
    people: some,
    scp: open({ [own]: [says(via), says({ Action: "kms:Encrypt" })] }),
  },
  "an SCP at two levels": {
    key: [everyone],
    people: some,
    scp: open({ "ou-a": [says(via)], [own]: [says(context("a"))] }),
  },
  "an SCP about somebody": {
    key: [everyone],
    people: some,
    scp: open({ "r-1": [all, denies(when("ArnNotLike", "aws:PrincipalArn", `arn:aws:iam::*:role/*`))] }),
  },
  "an SCP for the actions of others": {
    key: [everyone],
    people: some,
    scp: open({ "r-1": [all, denies({ Action: "kms:Encrypt" })] }),
  },
  "an RCP that denies": { key: [everyone, sns], people: some, rcp: { "r-1": [all, denies(via)] } },
  "an RCP for those outside": {
    key: [everyone, lets(far), sns],
    people: some,
    rcp: { "r-1": [denies(when("StringNotEqualsIfExists", "aws:PrincipalOrgID", "o-aaaa"))] },
  },
  "an RCP that spares services": {
    key: [everyone, sns],
    people: some,
    rcp: {
      "ou-a": [
        says({
          Effect: "Deny",
          Condition: {
            StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-aaaa" },
            BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
          },
        }),
      ],
    },
  },
  both: {
    key: [everyone],
    people: some,
    scp: open({ [own]: [all, denies(context("a"))] }),
    rcp: { "r-1": [denies(via)] },
  },
  "the organization of the caller": {
    key: [lets("*", when("StringEquals", "aws:PrincipalOrgID", "o-aaaa"))],
    people: some,
    organization: {},
  },
  "its place": {
    key: [lets("*", when("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-aaaa/r-1/*"))],
    people: some,
    organization: {},
  },
  "another organization": {
    key: [lets("*", when("StringNotEquals", "aws:PrincipalOrgID", "o-aaaa"))],
    people: some,
    organization: {},
  },
  "its management account": {
    key: [lets("*", when("StringEquals", "aws:PrincipalOrgMasterAccountId", "999988887777"))],
    people: some,
    organization: {},
  },
  "a tag": {
    key: [lets("*", when("StringEquals", "aws:PrincipalTag/team", "a"))],
    people: people({ tags: { team: "a" } }),
  },
  "a tag that sessions may bring": {
    key: [lets("*", when("StringEquals", "aws:PrincipalTag/team", "a"))],
    people: people({ tags: { team: "b" }, sessionTags: true }),
  },
  "no tag": {
    key: [lets("*", when("Null", "aws:PrincipalTag/team", "true"))],
    people: people({ tags: { team: "a" } }),
  },
  "a tag as a variable": {
    key: [lets("*", context("${aws:PrincipalTag/team}"))],
    people: people({ tags: { team: "a*" } }),
  },
  "a tag with a default": {
    key: [lets("*", context("${aws:PrincipalTag/x, 'none'}"))],
    people: people({ tags: { team: "a" } }),
  },
  "an id": {
    key: [lets("*", when("StringLike", "aws:userid", [`${idOf("AROA", "App")}:o*`, idOf("AIDA", "bob")]))],
    people: some,
  },
  "no such id": {
    key: [lets("*", when("StringNotLike", "aws:userid", `${idOf("AROA", "App")}:*`))],
    people: some,
  },
  "a user's name": { key: [lets("*", when("StringEquals", "aws:username", "bob"))], people: some },
  "a grant": { key: [], people: some, grants: [{}] },
  "a grant with a boundary": { key: [], people: people({ boundary: [all] }), grants: [{}] },
  "a grant for a part of a context": { key: [], people: some, grants: [pairs({ app: "a" })] },
  "a grant for a whole context": {
    key: [],
    people: some,
    grants: [pairs({ app: "$a" }, "EncryptionContextEquals")],
  },
  "a grant to a session": { key: [], people: some, grants: [{ GranteePrincipal: session }] },
  "a grant to a user, to be retired by a role": {
    key: [],
    people: some,
    grants: [{ GranteePrincipal: bob, RetiringPrincipal: app }],
  },
  "a grant to a service": {
    key: [],
    people: some,
    grants: [{ GranteePrincipal: "sns.amazonaws.com" }],
    organization: {},
  },
  "a grant to another account": { key: [], people: some, grants: [{ GranteePrincipal: far }] },
  "a grant that the other account made": {
    key: [],
    people: some,
    grants: [{ GranteePrincipal: far, IssuingAccount: arn("root", other) }],
  },
  "a grant under an SCP": { key: [], people: some, grants: [{}], scp: open({ "r-1": [all, denies(via)] }) },
  "another account, whose data is known": {
    key: [lets(arn("root", other), { Action: ["kms:Decrypt", "kms:PutKeyPolicy"] })],
    people: [{ account: other, name: "Far", iam: [says({ Action: "kms:*", ...via })] }],
  },
  "another account's role, capped": {
    key: [lets(far)],
    people: [{ account: other, name: "Far", iam: [says()], boundary: [says(via)] }],
  },
  "nothing but a Deny": { key: [lets("*", { Effect: "Deny" })], people: some },
};

const callers = [
  app,
  session,
  bob,
  linked,
  far,
  `root-user:${own}`,
  `root-user:${other}`,
  "service:sns.amazonaws.com",
];
const actions = ["kms:Decrypt", "kms:PutKeyPolicy", "kms:RetireGrant"];
const contextsOf = (examples: readonly AccessRequest["context"][]): readonly AccessRequest["context"][] => {
  const usual = [
    {},
    { "kms:ViaService": "s3.eu-west-1.amazonaws.com" },
    { "kms:EncryptionContext:app": "a" },
  ];
  return [...new Map([...usual, ...examples].map((one) => [JSON.stringify(one), one])).values()];
};
const told = ({ principal, action, context: given }: AccessRequest) =>
  `${principal} ${action} ${JSON.stringify(given)}`;

test.each(Object.keys(settings))("%s", (name) => {
  const question = questionOf(settings[name] ?? { key: [] });
  const { facts } = question.key;
  // A root user of whose account nothing is known is told by the key policy alone.
  const asked = callers.filter((principal) => principal !== `root-user:${other}` || !question.world.grants);
  const wrong = asked.flatMap((principal) => {
    const isRole = principal.includes(":role/");
    const lines = listForPrincipal(principal, question, actions).filter(
      (line) => !isRole || !line.principal.includes(":assumed-role/"),
    );
    const contexts = contextsOf(lines.map(({ example }) => example.context));
    return actions.flatMap((action) =>
      contexts.slice(0, action === "kms:Decrypt" ? undefined : 1).flatMap((given) => {
        const request = { principal, action, context: given };
        const { decision, undecided } = evaluateEffective(request, question);
        const about = lines.filter((line) => line.actions.includes(action));
        if (undecided !== undefined || about.some((line) => line.undecided !== undefined)) return [];
        // No policy has a part in who may retire a grant.
        const isListed = about.some((line) => action === "kms:RetireGrant" || holdsFor(line, request, facts));
        return isListed === levelOf(decision) > 0
          ? []
          : [`${told(request)}: ${decision}, but listed: ${isListed}`];
      }),
    );
  });
  expect(wrong).toEqual([]);
});

const organized = Object.keys(settings).filter((name) =>
  /"(?:scp|rcp|organization)"/.test(JSON.stringify(settings[name])),
);
test.each(organized)("by the key policy and organizations alone: %s", (name) => {
  const { key, world } = questionOf(settings[name] ?? { key: [] });
  const rows = listAccess(key.policy, key.facts, ["kms:Decrypt", "kms:PutKeyPolicy"], world);
  const contexts = contextsOf(rows.map(({ example }) => example.context));
  const wrong = callers.flatMap((principal) =>
    contexts.flatMap((given) => {
      const request = { principal, action: "kms:Decrypt", context: given };
      const { decision, undecided } = decideUnderOrganizations(request, key, world);
      const level = levelByRows({ rows, ...key }, request);
      if (undecided !== undefined || level === undefined) return [];
      return level === levelOf(decision) ? [] : [`${told(request)}: ${decision}, but listed ${level}`];
    }),
  );
  expect(wrong).toEqual([]);
});
