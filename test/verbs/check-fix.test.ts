import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace, type Place } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// `check --fix` as a user runs it: what it writes, byte for byte, and what it says about access.

const account = ["--account", "111122223333"];

interface Changed {
  readonly outcome?: string;
  readonly gained: readonly {
    readonly actions: readonly string[];
    readonly unknownActions?: readonly string[];
  }[];
  readonly lost: readonly { readonly principal: string; readonly actions: readonly string[] }[];
  readonly findings: readonly { readonly code: string }[];
  readonly error?: { readonly code: string };
}

const fix = async (place: Place, ...operands: string[]) => {
  const run = await kmspol(place, undefined, ["check", "--fix", ...operands, ...account, "--yes", "--json"]);
  return { ...run, json: JSON.parse(run.stdout) as unknown };
};

/** Odd white space, an unknown Id, and a statement that no fix touches. */
const around = (statement: string): string => `{ "Version" :"2012-10-17",  "Id": "ours",
   "Statement" : [
     {"Sid":"Enable IAM User Permissions","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"},
     ${statement}
   ]}
`;

const app = '"Principal" : {"AWS":"arn:aws:iam::111122223333:role/App"}';

interface Row {
  readonly what: string;
  readonly bad: string;
  readonly good: string;
}

const rows: readonly Row[] = [
  {
    what: "the spelling of an action",
    bad: `{"Effect":"Deny",${app},"Action":[ "kms:DescribeKey","kms:Decrpyt" ],"Resource":"*"}`,
    good: `{"Effect":"Deny",${app},"Action":[ "kms:DescribeKey","kms:Decrypt" ],"Resource":"*"}`,
  },
  {
    what: "the spelling of an element",
    bad: `{"Effect":"Deny",${app},"Actions": "kms:DescribeKey" ,"Resource":"*"}`,
    good: `{"Effect":"Deny",${app},"Action": "kms:DescribeKey" ,"Resource":"*"}`,
  },
  {
    what: "the case of the Effect",
    bad: `{"Effect":"deny",${app},"Action":"kms:DescribeKey","Resource":"*"}`,
    good: `{"Effect":"Deny",${app},"Action":"kms:DescribeKey","Resource":"*"}`,
  },
  {
    what: "a Sid that another statement has",
    bad: `{"Sid":"Use","Effect":"Allow",${app},"Action":"kms:Encrypt","Resource":"*"},
     {"Sid":"Use","Effect":"Allow",${app},"Action":"kms:Decrypt","Resource":"*"}`,
    good: `{"Sid":"Use","Effect":"Allow",${app},"Action":"kms:Encrypt","Resource":"*"},
     {"Sid":"Use2","Effect":"Allow",${app},"Action":"kms:Decrypt","Resource":"*"}`,
  },
  {
    what: "a list where a text belongs",
    bad: `{"Effect":[ "Deny" ],${app},"Action":"kms:Decrypt","Resource":"*"}`,
    good: `{"Effect":"Deny",${app},"Action":"kms:Decrypt","Resource":"*"}`,
  },
  {
    what: "an entry that another one covers",
    bad: `{"Effect":"Allow",${app},"Action":["kms:GenerateDataKey*", "kms:GenerateDataKey", "kms:Decrypt"],"Resource":"*"}`,
    good: `{"Effect":"Allow",${app},"Action":["kms:GenerateDataKey*", "kms:Decrypt"],"Resource":"*"}`,
  },
  {
    what: "what stands under a misspelt member, too",
    bad: `{"Effect":"Deny","principal" : {"aws":"arn:aws:iam::111122223333:role/App"},"Action":"DescribeKey","Resource":"*"}`,
    good: `{"Effect":"Deny","Principal" : {"AWS":"arn:aws:iam::111122223333:role/App"},"Action":"kms:DescribeKey","Resource":"*"}`,
  },
];

test.each(rows)("mends $what, and nothing beside", async ({ bad, good }) => {
  const place = await newPlace();
  await writeFile(join(place.work, "policy.json"), around(bad));
  const { json } = await fix(place, "policy.json");
  const change = json as Changed;
  expect(await readFile(join(place.work, "policy.json"), "utf8")).toBe(around(good));
  expect(change.outcome).toBe("changed");
  // A misspelt name that leaves a Deny is an action for whoever has kms:*, and none of KMS.
  const { gained } = change;
  expect(
    gained.flatMap(({ actions, unknownActions = [] }) =>
      actions.filter((one) => !unknownActions.includes(one)),
    ),
  ).toEqual([]);
});

/** What would give somebody something is for its author to write: it has a hint, and `--fix` lets it stay. */
test.each([
  `{"Effect":"Allow",${app},"Action":[ "kms:DescribeKey","kms:Decrpyt" ],"Resource":"*"}`,
  `{"Effect":"Allow",${app},"Actions": "kms:DescribeKey" ,"Resource":"*"}`,
  `{"Effect":"allow",${app},"Action":"kms:DescribeKey","Resource":"*"}`,
  // To the access engine the old and the new name are two keys.
  `{"Effect":"Allow",${app},"Action":"kms:Decrypt","Resource":"*","Condition":{"StringEquals":{"kms:CustomerMasterKeyUsage" :"ENCRYPT_DECRYPT"}}}`,
])("lets stay what would give somebody something: %s", async (bad) => {
  const place = await newPlace();
  await writeFile(join(place.work, "policy.json"), around(bad));
  const change = (await fix(place, "policy.json")).json as Changed;
  expect(await readFile(join(place.work, "policy.json"), "utf8")).toBe(around(bad));
  expect(change.outcome).toBe("unchanged");
  expect(change.findings.length).toBeGreaterThan(0);
});

const yaml = {
  before: `# ours
Version: 2008-10-17   # old
Statement:
  - Sid: Root
    Effect: Allow
    Principal:
      AWS: '111122223333'
    Action: 'kms:*'
    Resource: '*'
  - Sid: Use # of the key
    Effect: deny
    Principal:
      AWS:
        - arn:aws:iam::111122223333:role/App   # the app
        - AIDACKCEVSQ6C2EXAMPLE
    Action: [kms:Decrpyt, "kms:generateDataKey", kms:GenerateDataKey*]
    Resource: "*"
    Condition:
      stringequals:
        kms:CallerAccount: "111122223333"
  - Sid: Use
    Effect: Allow
    Principal: {AWS: [AIDACKCEVSQ6C2EXAMPLE]}
    Action: kms:Encrypt
    Resource: "*"
`,
  after: `# ours
Version: "2012-10-17"   # old
Statement:
  - Sid: Root
    Effect: Allow
    Principal:
      AWS: arn:aws:iam::111122223333:root
    Action: 'kms:*'
    Resource: '*'
  - Sid: Use # of the key
    Effect: Deny
    Principal:
      AWS:
        - arn:aws:iam::111122223333:role/App   # the app
    Action: [kms:Decrypt, kms:GenerateDataKey*]
    Resource: "*"
    Condition:
      StringEquals:
        kms:CallerAccount: "111122223333"
`,
};

const jsonc = {
  before: `{
  // ours
  "Version": "2008-10-17", // old
  "Statement": [
    { "Sid": "Root", "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "kms:*", "Resource": "*" },
    /* the use
       of it */
    {
      "Sid": "Use", // of the key
      "Effect": "deny",
      "Principal": {
        "AWS": [
          "arn:aws:iam::111122223333:role/App", // the app
          "AIDACKCEVSQ6C2EXAMPLE"
        ],
      },
      "Action": ["kms:Decrpyt", "kms:generateDataKey", "kms:GenerateDataKey*"],
      "Resource": "*",
      "Condition": { "stringequals": { "kms:CallerAccount": "111122223333" } }, // only us
    },
    { "Sid": "Use", "Effect": "Allow", "Principal": { "AWS": ["AIDACKCEVSQ6C2EXAMPLE"] }, "Action": "kms:Encrypt", "Resource": "*" },
  ],
}
`,
  after: `{
  // ours
  "Version": "2012-10-17", // old
  "Statement": [
    { "Sid": "Root", "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "kms:*", "Resource": "*" },
    /* the use
       of it */
    {
      "Sid": "Use", // of the key
      "Effect": "Deny",
      "Principal": {
        "AWS": [
          "arn:aws:iam::111122223333:role/App" // the app
        ],
      },
      "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
      "Resource": "*",
      "Condition": { "StringEquals": { "kms:CallerAccount": "111122223333" } }, // only us
    },
  ],
}
`,
};

test.each([
  ["yaml", yaml],
  ["jsonc", jsonc],
])("%s: all faults at once; comments, quotes and layout stay", async (ending, { before, after }) => {
  const place = await newPlace();
  const file = join(place.work, `policy.${ending}`);
  await writeFile(file, before);
  const { exit, json } = await fix(place, `policy.${ending}`);
  expect(await readFile(file, "utf8")).toBe(after);
  expect({ exit, findings: (json as Changed).findings }).toEqual({ exit: 0, findings: [] });
});

test("what has no safe answer stays, and so does what was accepted or ignored", async () => {
  const place = await newPlace();
  const policy =
    around(`{"Sid":"A","Effect":"Deny","NotPrincipal":{"AWS":"AIDACKCEVSQ6C2EXAMPLE"},"Action":"kms:Sign","Resource":"*"},
     {"Sid":"A","Effect":"Allow",${app},"Action":["kms:Decrpyt","kms:Decrypt"],"Resource":"arn:aws:kms:eu-west-1:111122223333:key/1"}`);
  await writeFile(join(place.work, "policy.json"), policy);
  const accept = { accept: [{ code: "unknown-action", reason: "it is to come" }] };
  await writeFile(join(place.work, ".kmspolrc.json"), JSON.stringify(accept));
  const { exit, json } = await fix(place, "policy.json", "--ignore", "duplicate-sid");
  expect(await readFile(join(place.work, "policy.json"), "utf8")).toBe(policy);
  expect((json as Changed).findings.map(({ code }) => code).sort()).toEqual([
    "deleted-principal",
    "deny-not-principal",
    "resource-not-star",
  ]);
  expect(exit).toBe(1);
});

test("of several files each ends on its own: one that stays or does not parse stops no other", async () => {
  const place = await newPlace();
  await mkdir(join(place.work, "keys"));
  const files = {
    "a-open.json": around('{"Effect":"allow","Principal":{"AWS":"*"},"Action":"kms:Decrypt","Resource":"*"}'),
    "b-broken.json": '{"Statement": [',
    "c-fine.json": around(rows[1]!.bad),
    "other.json": '{"name": "no policy"}',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(place.work, "keys", name), text);
  const { exit, json } = await fix(place, "keys");
  const ended = (json as Changed[]).map(
    ({ outcome, error, findings }) => error?.code ?? outcome ?? findings[0]?.code,
  );
  expect(ended).toEqual(["unchanged", "json-syntax", "changed"]);
  expect(exit).toBe(1);
  expect(await readFile(join(place.work, "keys/c-fine.json"), "utf8")).toBe(around(rows[1]!.good));
  expect(await readFile(join(place.work, "keys/a-open.json"), "utf8")).toBe(files["a-open.json"]);
});

test("on a key: the deleted go, nobody else loses anything, and the look-up in IAM counts afterwards too", async () => {
  const [sandbox, place] = [await sandboxForTest(), await newPlace()];
  const run = (...args: string[]) => kmspol(place, sandbox, args);
  const before = (await run("get", "alias/orphaned")).stdout;
  const fixed = await run("check", "--fix", "alias/orphaned", "--yes", "--json");
  const change = JSON.parse(fixed.stdout) as Changed;
  expect(change.gained).toEqual([]);
  expect(new Set(change.lost.map(({ principal }) => principal.slice(0, 4)))).toEqual(new Set(["AIDA"]));
  expect(change.findings.map(({ code }) => code)).toEqual([]);
  const after = (await run("get", "alias/orphaned")).stdout;
  expect(after).not.toMatch(/AIDA/);
  expect(after.replaceAll(/\s/g, "").length).toBeLessThan(before.replaceAll(/\s/g, "").length);
});

test("a format that is none of a change is refused", async () => {
  const place = await newPlace();
  await writeFile(join(place.work, "policy.json"), around(rows[0]!.good));
  const { exit, stderr } = await kmspol(place, undefined, [
    "check",
    "--fix",
    "policy.json",
    "--format",
    "sarif",
  ]);
  expect({ exit, stderr }).toMatchObject({
    exit: 2,
    stderr: expect.stringMatching(/--fix prints the change/) as string,
  });
});

test("a misspelt --ignore is refused, and names the code that was meant", async () => {
  const place = await newPlace();
  await writeFile(join(place.work, "policy.json"), around(rows[0]!.good));
  const { exit, stderr } = await kmspol(place, undefined, [
    "check",
    "policy.json",
    "--ignore",
    "unknown-actoin",
  ]);
  expect({ exit, stderr }).toMatchObject({
    exit: 2,
    stderr: expect.stringMatching(/did you mean unknown-action/) as string,
  });
});

test("where nothing is left to mend, it says so", async () => {
  const place = await newPlace();
  await writeFile(
    join(place.work, "policy.json"),
    around(`{"Effect":"Deny",${app},"Action":"kms:Decrpyt","Resource":"*"}`),
  );
  const words = ["check", "--fix", "policy.json", ...account, "--yes"];
  const first = await kmspol(place, undefined, words);
  expect(first.stdout).toMatch(/^policy\.json: no findings left$/m);
  const again = await kmspol(place, undefined, words);
  expect(again.stdout).toMatch(/^policy\.json: nothing to change$/m);
  expect(again.exit).toBe(0);
});

test("of a text that cannot be read only that is told, and that the rest comes later", async () => {
  const place = await newPlace();
  await writeFile(join(place.work, "policy.json"), '{"Version": ');
  const { exit, stdout } = await kmspol(place, undefined, ["check", "policy.json"]);
  expect(exit).toBe(1);
  expect(stdout).toMatch(/^policy\.json: 1 error; the rest is checked once it can be read$/m);
  expect(stdout).not.toMatch(/left out/);
});
