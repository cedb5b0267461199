import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../../src/policy/syntax.ts";
import {
  arn,
  decided,
  delegation,
  denies,
  lets,
  listed,
  other,
  own,
  type Person,
  says,
  type Setting,
} from "../../support/layers.ts";

// One layer at a time: what it stops, whom it does not bind, and what is said where it is not known.

const app = arn("role/App");
const session = `arn:aws:sts::${own}:assumed-role/App/one`;
const all = says({ Action: "*" });
const none = says({ Action: "s3:*" });

const answers = (answer: string): string =>
  /^(?:denied|not)/.test(answer) ? "nothing" : answer.startsWith("perhaps") ? "perhaps" : "something";

type Row = readonly [what: string, setting: Setting, answer: string, principal?: string];
const rows = (table: readonly Row[]): void => {
  for (const [what, setting, answer, principal = app] of table)
    test(what, () => {
      const request = { principal, action: "kms:Decrypt", context: {} };
      expect(decided(setting, request)).toBe(answer);
      expect(listed(setting, request)).toBe(answers(answer));
    });
};

const named: Setting = { key: [lets(app)], people: [{}] };
const handedOver: Setting = { key: [delegation], people: [{ iam: [all] }] };
const withPerson = (person: Person, key: JsonValue = lets(app)): Setting => ({
  key: [key],
  people: [person],
});

describe("the caller's own policies", () => {
  rows([
    ["a role that the key policy names needs none", named, "allowed"],
    ["one that it does not name needs the account's share and an Allow", handedOver, "allowed"],
    [
      "without the share an Allow is not enough",
      { ...handedOver, key: [lets(arn("role/B"))] },
      "not-allowed by key-policy",
    ],
    ["without an Allow the share is not enough", withPerson({}, delegation), "not-allowed by iam"],
    ["an Allow of something else", withPerson({ iam: [none] }, delegation), "not-allowed by iam"],
    [
      "an Allow on another key",
      withPerson({ iam: [says({ Resource: "arn:aws:kms:eu-west-1:111122223333:key/x" })] }, delegation),
      "not-allowed by iam",
    ],
    ["a Deny takes what the key policy gives", withPerson({ iam: [denies()] }), "denied by iam"],
    [
      "a Deny of something else takes nothing",
      withPerson({ iam: [denies({ Action: "kms:Encrypt" })] }),
      "allowed",
    ],
    [
      "a Deny of the key policy takes what IAM gives",
      { ...handedOver, key: [delegation, { ...(lets(app) as object), Effect: "Deny" }] },
      "denied by key-policy",
    ],
    ["the root user needs none", withPerson({}, delegation), "allowed", `root-user:${own}`],
    ["a session has those of its role", handedOver, "allowed", session],
    ["a session of a role that has none", withPerson({}, delegation), "not-allowed by iam", session],
  ]);
});

describe("a permissions boundary", () => {
  const capped = { iam: [all], boundary: [none] };
  const boundOnly: Setting = withPerson(capped);
  rows([
    ["stops a role that its ARN lets in", boundOnly, "not-allowed by boundary"],
    ["and its sessions", boundOnly, "not-allowed by boundary", session],
    ["does not stop a session that is named itself", withPerson(capped, lets(session)), "allowed", session],
    [
      "does not stop a user that is named",
      withPerson({ ...capped, kind: "user", name: "bob" }, lets(arn("user/bob"))),
      "allowed",
      arn("user/bob"),
    ],
    ["does not stop a statement for everyone", withPerson(capped, lets("*")), "allowed"],
    ["stops what is left to IAM", withPerson(capped, delegation), "not-allowed by boundary"],
    ["that allows lets through", withPerson({ boundary: [says()] }), "allowed"],
    ["that allows gives nothing", withPerson({ boundary: [all] }, delegation), "not-allowed by iam"],
    [
      "that denies stops everybody",
      withPerson({ kind: "user", name: "bob", boundary: [denies()] }, lets(arn("user/bob"))),
      "denied by boundary",
      arn("user/bob"),
    ],
    [
      "makes a Deny with NotPrincipal reach whom it leaves out",
      {
        key: [lets(app), denies({ NotPrincipal: { AWS: [app, arn("root")] } })],
        people: [{ boundary: [all] }],
      },
      "denied by key-policy",
    ],
    [
      "which reaches nobody else whom it leaves out",
      { key: [lets(app), denies({ NotPrincipal: { AWS: [app, arn("root")] } })], people: [{}] },
      "allowed",
    ],
  ]);
});

const linked = "AWSServiceRoleForAutoScaling";
const linkedPath = "/aws-service-role/autoscaling.amazonaws.com/";
const linkedArn = arn(`role${linkedPath}${linked}`);
const linkedSession = `arn:aws:sts::${own}:assumed-role/${linked}/x`;

describe("policies of the organization over the caller", () => {
  const over = (scp: NonNullable<Setting["scp"]>, rest: object = {}): Setting => ({ ...named, scp, ...rest });
  const open = { "r-1": [all], "ou-a": [all], [own]: [all] };
  rows([
    ["allow at each level", over(open), "allowed"],
    ["one level that does not stops it", over({ ...open, "ou-a": [none] }), "denied by scp"],
    ["so does one that says nothing", over({ "r-1": [all], "ou-a": [all] }), "denied by scp"],
    ["a Deny at one level", over({ ...open, "r-1": [all, denies()] }), "denied by scp"],
    [
      "the root user is bound",
      over({ ...open, "r-1": [none] }, { key: [delegation] }),
      "denied by scp",
      `root-user:${own}`,
    ],
    ["a session is bound", over({ ...open, [own]: [all, denies()] }), "denied by scp", session],
    [
      "a service-linked role is not",
      over(
        { ...open, "r-1": [none] },
        { key: [lets(linkedArn)], people: [{ name: linked, path: linkedPath }] },
      ),
      "allowed",
      linkedArn,
    ],
    [
      "nor is its session",
      over({ ...open, "r-1": [none] }, { key: [lets(linkedArn)], people: [] }),
      "allowed",
      linkedSession,
    ],
    [
      "nor anybody of the management account",
      over({ "r-1": [none] }, { organization: { Organization: { Id: "o-aaaa", MasterAccountId: own } } }),
      "allowed",
    ],
    [
      "nor anybody where the type is off",
      over({ "r-1": [none] }, { organization: { PolicyTypes: [] } }),
      "allowed",
    ],
    [
      "nor those of an account that it does not have",
      over({ "r-1": [none] }, { organization: { Parents: {} } }),
      "allowed",
    ],
    [
      "a level that is missing leaves it open",
      over(open, { organization: { Attachments: { "r-1": [], [own]: [] } } }),
      "perhaps: what is attached to ou-a is not in the organization file",
    ],
    [
      "a place that nobody may read stops nobody",
      over(open, { organization: { Parents: { [own]: null } } }),
      "allowed",
    ],
  ]);
});

describe("policies of the organization over the key", () => {
  const over = (rcp: NonNullable<Setting["rcp"]>, rest: object = {}): Setting => ({ ...named, rcp, ...rest });
  const deny = over({ "ou-a": [denies()] });
  rows([
    ["a Deny stops a role that the key policy names", deny, "denied by rcp"],
    [
      "and one of another account",
      { ...deny, key: [lets(arn("role/X", other))], people: [{ account: other, name: "X", iam: [all] }] },
      "denied by rcp",
      arn("role/X", other),
    ],
    ["and the root user", { ...deny, key: [delegation] }, "denied by rcp", `root-user:${own}`],
    [
      "a service-linked role is not bound",
      { ...deny, key: [lets(linkedArn)], people: [{ name: linked, path: linkedPath }] },
      "allowed",
      linkedArn,
    ],
    ["nor is its session", { ...deny, key: [lets(linkedArn)], people: [] }, "allowed", linkedSession],
    ["a level without an Allow stops nobody", over({ "r-1": [], "ou-a": [none] }), "allowed"],
    [
      "a Deny of something else stops nobody",
      over({ "r-1": [denies({ Action: "kms:Encrypt" })] }),
      "allowed",
    ],
    ["a key that AWS manages is not bound", { ...deny, facts: { manager: "AWS" } }, "allowed"],
    [
      "a level that is missing may deny",
      over({ "r-1": [] }, { organization: { Attachments: { "r-1": [], [own]: [] } } }),
      "perhaps: what is attached to ou-a is not in the organization file",
    ],
  ]);
});
