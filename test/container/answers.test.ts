import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { KeyDiff } from "../../src/change/key-diff.ts";
import type { Finding } from "../../src/check/finding.ts";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

/** Runs a command line in a folder with the worked examples. */
const run = async (line: string) => {
  const place = await newPlace();
  await cp("test/container/worked", place.work, { recursive: true });
  const ended = await kmspol(place, undefined, line.split(" "));
  return { ...ended, json: () => JSON.parse(ended.stdout) as unknown };
};

const plan = "06-plan-unknown/plan.json";
const answer = "08-answers/get-key-policy.json";

describe("a Terraform plan", () => {
  test("tells before and after of every key, and what is not known yet apart", async () => {
    const { json, exit } = await run(`diff ${plan} --json`);
    const { keys } = json() as { keys: readonly KeyDiff[] };
    expect(exit).toBe(0);
    expect(keys).toMatchObject([
      { selector: "aws_kms_key.app", change: "changed", equivalent: false },
      {
        selector: "aws_kms_key.queue",
        change: "added",
        unknown: ["data.aws_caller_identity.current.account_id", "aws_iam_role.worker.arn"],
      },
      { selector: "aws_kms_key.lake", change: "added", from: "data.aws_iam_policy_document.lake" },
      { selector: "aws_kms_key.plain", change: "added", default: true },
    ]);
    const who = (entries: KeyDiff["gained"] = []) => entries.map(({ principal }) => principal);
    expect(who(keys[0]?.gained).sort()).toEqual([
      "account:444455556666",
      "arn:aws:iam::111122223333:role/New",
    ]);
    expect(who(keys[0]?.lost)).toEqual(["arn:aws:iam::111122223333:role/Old"]);
    const loader = keys[2]?.gained.find(({ principal }) => principal === "${aws_iam_role.loader.arn}");
    expect(loader).toMatchObject({
      actions: ["kms:Decrypt"],
      undecided: "known only after apply",
    });
  });

  test.each([
    [`diff ${plan} --exit-code`, 1],
    [`diff ${plan} --fail-on gained`, 1],
    [`diff ${plan}`, 0],
    [`check ${plan} --fail-on security`, 0],
    [`can ${plan}#aws_kms_key.app role/Old kms:Decrypt`, 1],
    [`can ${plan}#1 role/New kms:Decrypt`, 0],
    [`can ${plan}#aws_kms_key.app role/Old kms:Decrypt --before`, 0],
    [`can ${plan}#aws_kms_key.app role/New kms:Decrypt --before`, 1],
    [`show ${plan} --before`, 0],
    [`check ${plan} --before --fail-on warning`, 0],
    [`get ${plan}#aws_kms_key.lake --before`, 2],
    [`show 06-plan-unknown/app-before.json --before`, 2],
    [`diff ${plan} --before`, 2],
    [`diff ${plan} 06-plan-unknown/app-before.json --before --exit-code`, 0],
    [`diff ${plan}#aws_kms_key.app 06-plan-unknown/app-before.json --exit-code`, 1],
    [`diff 06-plan-unknown/app-after.json ${plan}#aws_kms_key.app --before --exit-code`, 1],
    [`show ${plan}`, 2],
    [`show ${plan}#aws_kms_key.none`, 2],
    [`show ${plan}#aws_kms_key.queue`, 2],
    [`add-user ${plan}#aws_kms_key.app role/Report --yes`, 3],
  ])("%s ends with %d", async (line, exit) => {
    expect((await run(line)).exit).toBe(exit);
  });

  test("what it does not know is no lockout", async () => {
    const { json } = await run(`check ${plan} --json`);
    const findings = (json() as { findings: readonly Finding[] }[]).flatMap((one) => one.findings);
    expect(findings.map(({ code }) => code).sort()).toEqual([
      "external-account-access",
      "opaque-principal",
      "policy-unknown",
    ]);
  });
});

describe("answers of AWS", () => {
  test("findings of get-key-policy have places in its string", async () => {
    const { json, exit } = await run(`check ${answer} --account 111122223333 --json`);
    const { findings } = json() as { findings: readonly Finding[] };
    expect(exit).toBe(1);
    expect(findings).toMatchObject([
      { code: "deleted-principal", line: 2, column: 459, path: "/Statement/1/Principal/AWS" },
      { code: "external-account-access", line: 2 },
    ]);
  });

  test("who-can and get say what the bare policy says", async () => {
    // The command that looks further names the file.
    const who = async (file: string) =>
      (await run(`who-can ${file} --account 111122223333`)).stdout.replace(/: kmspol check .*/, "");
    expect(await who(answer)).toBe(await who("08-answers/equivalent.json"));
    const { Policy } = JSON.parse(await readFile(join("test/container/worked", answer), "utf8")) as {
      Policy: string;
    };
    expect((await run(`get ${answer}`)).stdout).toBe(Policy);
  });

  test("a state tells the type of its key", async () => {
    const { json } = await run("check 08-answers/terraform.tfstate --json");
    expect(json()).toMatchObject({
      target: { key: 'module.pay.aws_kms_key.sign["eu"]' },
      findings: [{ code: "asymmetric-missing-getpublickey" }, { code: "action-not-for-key-type" }],
    });
  });

  test("CloudTrail alone is shown step by step, and Config's text in a text is the same policy", async () => {
    const { json } = await run("diff 08-answers/cloudtrail.json --json");
    expect(json()).toMatchObject({
      keys: [
        { selector: "2026-03-01T10:00:00Z", change: "added" },
        { selector: "2026-03-02T11:30:00Z", change: "changed", gained: [{ principal: "anyone" }, {}] },
      ],
    });
    const same = "diff 08-answers/config-history.json 08-answers/cloudtrail.json#2 --exit-code";
    expect((await run(same)).exit).toBe(0);
  });
});
