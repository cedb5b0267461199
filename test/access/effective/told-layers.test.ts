import { expect, test } from "vitest";
import { evaluateEffective } from "../../../src/access/evaluate-effective.ts";
import type { LayerAnswer } from "../../../src/access/effective/types.ts";
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
} from "../../support/layers.ts";

// What `can` tells of each layer, beside the answer: which statement speaks, at which level, and why something is not known.

const app = arn("role/App");
const session = `arn:aws:sts::${own}:assumed-role/App/one`;
const root = `root-user:${own}`;
const far = arn("role/X", other);
const service = "service:sns.amazonaws.com";
const all = says({ Action: "*" });
const none = says({ Action: "s3:*" });
const inline = { policy: "inline:p1", index: 0 };
const open = { "r-1": [all], "ou-a": [all], [own]: [all] };

type Row = readonly [setting: Setting, principal: string, answer: LayerAnswer];
const rows: readonly Row[] = [
  [
    { key: [lets(app, { Sid: "Use" })], people: [{}] },
    app,
    { layer: "key-policy", says: "allows", by: { index: 0, sid: "Use" } },
  ],
  [
    { key: [lets(far), delegation], people: [{}] },
    app,
    { layer: "key-policy", says: "leaves-to-iam", by: { index: 1 } },
  ],
  [{ key: [lets(far), delegation] }, far, { layer: "key-policy", says: "leaves-to-iam", by: { index: 0 } }],
  [{ key: [delegation], people: [{}] }, root, { layer: "key-policy", says: "allows", by: { index: 0 } }],
  [{ key: [lets(far)], people: [{}] }, app, { layer: "key-policy", says: "silent" }],
  [
    { key: [lets("*"), lets(app, { Effect: "Deny" })] },
    app,
    { layer: "key-policy", says: "denies", by: { index: 1 } },
  ],
  [{ key: [delegation], people: [{ iam: [says()] }] }, app, { layer: "iam", says: "allows", by: inline }],
  [{ key: [delegation], people: [{ iam: [denies()] }] }, app, { layer: "iam", says: "denies", by: inline }],
  [{ key: [delegation], people: [{ iam: [none] }] }, app, { layer: "iam", says: "silent" }],
  [{ key: [delegation], people: [{ iam: [none] }] }, root, { layer: "iam", says: "none" }],
  [{ key: [delegation] }, root, { layer: "iam", says: "none" }],
  [
    { key: [lets(far)] },
    `root-user:${other}`,
    { layer: "iam", says: "not-known", because: `no IAM data of account ${other} is at hand` },
  ],
  [
    { key: [delegation], people: [{ name: "B" }] },
    app,
    { layer: "iam", says: "not-known", because: "the IAM data has no user or role of that name" },
  ],
  [{ key: [], people: [] }, service, { layer: "iam", says: "none" }],
  [{ key: [delegation], people: [{}] }, app, { layer: "boundary", says: "none" }],
  [
    { key: [delegation], people: [{ boundary: [says()] }] },
    app,
    { layer: "boundary", says: "allows", by: { policy: `${app}-lid`, index: 0 } },
  ],
  [
    { key: [delegation] },
    app,
    { layer: "boundary", says: "not-known", because: "nothing is known of its permissions boundary" },
  ],
  [{ key: [delegation] }, root, { layer: "boundary", says: "none" }],
  [{ key: [delegation] }, service, { layer: "boundary", says: "none" }],
  [
    { key: [delegation] },
    session,
    { layer: "session", says: "not-known", because: "session policies cannot be looked up" },
  ],
  [{ key: [delegation], ceilings: { session: [none] } }, session, { layer: "session", says: "silent" }],
  [{ key: [delegation], ceilings: { session: [none] } }, service, { layer: "session", says: "none" }],
  [{ key: [lets(app)], scp: open }, app, { layer: "scp", says: "allows" }],
  [
    { key: [lets(app)], scp: { ...open, "ou-a": [none] } },
    app,
    { layer: "scp", says: "silent", level: "ou-a" },
  ],
  [
    { key: [lets(app)], scp: { ...open, "ou-a": [all, denies()] } },
    app,
    { layer: "scp", says: "denies", level: "ou-a", by: { policy: "p-2", index: 1 } },
  ],
  [{ key: [lets(app)], scp: open }, service, { layer: "scp", says: "none" }],
  [
    { key: [lets(app)] },
    app,
    { layer: "scp", says: "not-known", because: `the organization of ${own} was not looked at` },
  ],
  [{ key: [lets(app)], rcp: { "ou-a": [none] } }, app, { layer: "rcp", says: "allows" }],
  [
    { key: [lets(app)], rcp: { "ou-a": [denies()] } },
    service,
    { layer: "rcp", says: "denies", level: "ou-a", by: { policy: "p-1", index: 0 } },
  ],
  [
    { key: [lets(app)], rcp: { "ou-a": [denies()] }, facts: { manager: "AWS" } },
    app,
    { layer: "rcp", says: "none" },
  ],
  [{ key: [lets(app)] }, app, { layer: "endpoint", says: "not-known" }],
  [{ key: [lets(app)], ceilings: { endpoint: [none] } }, app, { layer: "endpoint", says: "silent" }],
  [
    { key: [lets(app)] },
    app,
    { layer: "grant", says: "not-known", because: "the key's grants were not looked at" },
  ],
  [{ key: [lets(app)], grants: [] }, app, { layer: "grant", says: "none" }],
  [{ key: [lets(app)], grants: [{ GranteePrincipal: far }] }, app, { layer: "grant", says: "none" }],
  [{ key: [lets(app)], grants: [{}] }, app, { layer: "grant", says: "allows", by: { grant: "g1" } }],
];

for (const [setting, principal, answer] of rows)
  test(`${answer.layer} ${answer.says} to ${principal} ${JSON.stringify(answer.by ?? answer.because ?? "")}`, () => {
    const request = { principal, action: "kms:Decrypt", context: {} };
    const { layers } = evaluateEffective(request, questionOf(setting));
    expect(layers.find(({ layer }) => layer === answer.layer)).toEqual(answer);
  });
