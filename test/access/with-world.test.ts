import { expect, test } from "vitest";
import { compareWithWorld, listWithWorld } from "../../src/access/with-world.ts";
import {
  arn,
  delegation,
  denies,
  lets,
  other,
  own,
  questionOf,
  says,
  type Setting,
} from "../support/layers.ts";

// Those whom the data knows are told by name; all others as the key policy tells them, and nobody twice or not at all.

const app = arn("role/App");
const newcomer = arn("role/New");
const federated = `arn:aws:sts::${own}:federated-user/fay`;
const session = (role: string) => `arn:aws:sts::${own}:assumed-role/${role}/one`;
const sns = says({ Principal: { Service: "sns.amazonaws.com" } });
const told = (setting: Setting) =>
  listWithWorld(questionOf(setting), ["kms:Decrypt"])
    .map(({ principal, via }) => `${principal} ${via}`)
    .sort();
const rootLine = `root-user:${own} key-policy`;

test.each<readonly [what: string, setting: Setting, lines: readonly string[]]>([
  [
    "a role of the data, by its own policies",
    { key: [delegation], people: [{ iam: [says()] }] },
    [`${app} iam`, rootLine],
  ],
  [
    "a role that the data does not have yet",
    { key: [lets(newcomer)], people: [{}] },
    [`${newcomer} key-policy`],
  ],
  [
    "such a role of which a Deny speaks, through its account",
    { key: [delegation, lets(newcomer, { Effect: "Deny", Action: "kms:Encrypt" })], people: [{}] },
    [`${newcomer} iam`, rootLine],
  ],
  [
    "a federated user, whom no data has",
    { key: [lets(federated)], people: [{}] },
    [`${federated} key-policy`],
  ],
  [
    "a session of a role that the data does not have",
    { key: [lets(session("New"))], people: [{}] },
    [`${session("New")} key-policy`],
  ],
  [
    "a session of a role that it has",
    { key: [lets(session("App"))], people: [{}] },
    [`${session("App")} key-policy`],
  ],
  [
    "somebody of an account without data",
    { key: [lets(arn("role/Far", other))], people: [{}] },
    [`${arn("role/Far", other)} iam`],
  ],
  ["a service", { key: [sns], people: [{}] }, ["service:sns.amazonaws.com key-policy"]],
  [
    "a service, in an organization",
    { key: [sns], people: [{}], organization: {} },
    ["service:sns.amazonaws.com key-policy"],
  ],
  [
    "a service, where the key's account manages the organization",
    {
      key: [sns],
      people: [{}],
      organization: { Organization: { Id: "o-aaaa", MasterAccountId: own }, Parents: {} },
    },
    ["service:sns.amazonaws.com key-policy"],
  ],
  ["a service that the organization stops", { key: [sns], rcp: { "r-1": [denies()] } }, []],
])("%s", (_, setting, lines) => {
  expect(told(setting)).toEqual([...lines].sort());
});

test("a change is told in the same way, and is none where nobody has less or more", () => {
  const before = questionOf({ key: [] }).key.policy;
  const after = questionOf({ key: [lets(newcomer), lets(app)], people: [{}] });
  const change = compareWithWorld(before, after);
  expect(change.equivalent).toBe(false);
  expect(change.gained.map(({ principal }) => principal).sort()).toEqual([app, newcomer]);
  expect(change.lost).toEqual([]);
  const stopped = questionOf({ key: [lets(app)], people: [{ iam: [denies()] }] });
  expect(compareWithWorld(before, stopped)).toMatchObject({ equivalent: true, gained: [], lost: [] });
  const back = compareWithWorld(after.key.policy, { ...after, key: { ...after.key, policy: before } });
  expect([back.equivalent, back.gained.length, back.lost.length]).toEqual([false, 0, 2]);
});

test("of roles and their sessions it is told that a session policy may give less, of users not", () => {
  const setting: Setting = {
    key: [delegation, lets(arn("user/alice"))],
    people: [{ iam: [says()] }],
  };
  const limited = listWithWorld(questionOf(setting), ["kms:Decrypt"])
    .filter(({ atMost }) => atMost)
    .map(({ principal }) => principal);
  expect(new Set(limited)).toEqual(new Set([app]));
});
