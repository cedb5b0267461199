import { expect, test } from "vitest";
import { runChange } from "../../src/change/run-change.ts";
import { makes, policy, use, world, yes } from "./fakes.ts";

// KMS API, PutKeyPolicy: its lockout safety check looks at the present alone. The clock of these tests says 2026-01-01T00:00:00Z.

const denied = (condition: object): object => ({
  ...use("Deny"),
  ...{ Effect: "Deny", Principal: { AWS: "*" }, Action: "kms:*", Condition: condition },
});
const soon = denied({ DateGreaterThan: { "aws:CurrentTime": "2026-01-01T00:00:15Z" } });
const later = denied({ DateGreaterThan: { "aws:CurrentTime": "2027-01-01T00:00:00Z" } });
const before = policy();

test.each<[what: string, from: string, to: string, says: string]>([
  ["from a date on", before, policy(soon), "From 2026-01-01T00:00:15Z on nobody can manage the key"],
  ["sooner than before", policy(later), policy(soon), "From 2026-01-01T00:00:15Z on"],
  [
    "for a misspelt key",
    before,
    policy(denied({ StringNotEquals: { "kms:CalerAccount": "111122223333" } })),
    "Nobody of the key's account",
  ],
  [
    "by tests that together always hold",
    before,
    policy(
      denied({ StringEquals: { "aws:PrincipalTag/x": "a" } }),
      denied({ StringNotEquals: { "aws:PrincipalTag/x": "a" } }),
    ),
    "Nobody of the key's account",
  ],
  ...(
    [
      ["for every moment there is", { NumericGreaterThan: { "aws:EpochTime": "0" } }],
      ["for an organization that is none", { StringNotEquals: { "aws:PrincipalOrgID": "not-an-org" } }],
      ["for TLS or none", { Bool: { "aws:SecureTransport": ["true", "false"] } }],
      ["for every Region", { StringLike: { "aws:RequestedRegion": "*" } }],
      ["for what every call carries", { Null: { "aws:ViaAWSService": "false" } }],
      ["for who is no service", { Null: { "aws:PrincipalServiceName": "true" } }],
    ] as const
  ).map(([what, condition]): [string, string, string, string] => [
    what,
    before,
    policy(denied(condition)),
    "Nobody of the key's account",
  ]),
])("a lockout %s is refused; the bypass makes it a note", async (_, from, to, says) => {
  const { kms, services, subject } = world(from);
  await expect(runChange(subject, makes(to), yes, services)).rejects.toMatchObject({
    exit: 3,
    code: "lockout",
    message: expect.stringContaining(says) as string,
  });
  expect(kms.puts).toEqual([]);
  const { notes } = await runChange(subject, makes(to), { ...yes, bypassLockoutCheck: true }, services);
  expect(notes.join()).toContain(says);
});

test.each([
  ["it was so before", policy(soon), policy(soon, use("Use", "App")), "this was so before: From"],
  ["it begins later than before", policy(soon), policy(later), "this was so before: From 2027"],
  ["it was so and is no more", policy(soon), policy(use("Use", "App")), ""],
])("%s: written", async (_, from, to, says) => {
  const { services, subject } = world(from);
  const { outcome, notes } = await runChange(subject, makes(to), yes, services);
  expect([outcome, notes.join()]).toEqual(["changed", expect.stringContaining(says)]);
});
