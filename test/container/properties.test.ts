import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { compareAccess } from "../../src/access/compare-access.ts";
import { checkPolicy } from "../../src/check/check.ts";
import type { Contained } from "../../src/container/contained.ts";
import { containerIn } from "../../src/container/container-in.ts";
import { addUsers } from "../../src/default-view/add-users.ts";
import { readDefaultView } from "../../src/default-view/read-default-view.ts";
import { removeUsers } from "../../src/default-view/remove-users.ts";
import { KmspolError } from "../../src/errors.ts";
import { documentOf, loadFormat, parsePolicyText, type PolicyDocument } from "../../src/policy/document.ts";
import { documentValue } from "../../src/policy/json-value.ts";
import { readPolicy } from "../../src/policy/read-policy.ts";
import { sameDocument } from "../../src/policy/same-document.ts";
import { memberNamed, type JsonValue } from "../../src/policy/syntax.ts";
import { times } from "../support/long-form.ts";

/** In the normal run a part of the corpus, in the long form all of it. */
const every = times(60, 1);
const corpus = readdirSync("test/corpus/valid")
  .filter((name) => name.endsWith(".json"))
  .filter((_, index) => index % every === 0);

const account = "111122223333";
const facts = { account, partition: "aws", region: "eu-west-1" };
const deployment = { account, partition: "aws", region: "eu-west-1", parameters: new Map<string, string>() };

const json = (value: JsonValue): string => JSON.stringify(value, undefined, 2);
const indented = (text: string, by: number): string => text.replaceAll("\n", `\n${" ".repeat(by)}`);
const block = (value: JsonValue, by: number): string =>
  indented(`\n${stringify(value, { lineWidth: 0 }).trimEnd()}`, by);
/** In Terraform's language `${` is a template, and `$${` the letters. */
const hcl = (text: string): string => text.replace(/[$%]\{/g, (sign) => `${sign.charAt(0)}${sign}`);

interface Around {
  readonly name: string;
  readonly isEditable: boolean;
  readonly write: (policy: JsonValue) => string;
}

const manifest = "apiVersion: kms.services.k8s.aws/v1alpha1\nkind: Key\nmetadata:\n  name: app\nspec:\n";

/** Each kind of document, around one policy. */
const documents: Readonly<Record<string, Around>> = {
  "a template in JSON": {
    name: "t.json",
    isEditable: true,
    write: (policy) =>
      json({ Resources: { App: { Type: "AWS::KMS::Key", Properties: { KeyPolicy: policy } } } }),
  },
  "a template in YAML": {
    name: "t.yaml",
    isEditable: true,
    write: (policy) =>
      `Resources:\n  App:\n    Type: AWS::KMS::Key # ours\n    Properties:\n      KeyPolicy:${block(policy, 8)}\n      Description: app\n`,
  },
  "a Kubernetes manifest with a literal block": {
    name: "k.yaml",
    isEditable: true,
    write: (policy) =>
      `${manifest}  policy: |\n    ${indented(json(policy), 4)}\n  keySpec: SYMMETRIC_DEFAULT\n`,
  },
  "a Kubernetes manifest with a text in quotes": {
    name: "k.yaml",
    isEditable: true,
    write: (policy) => `${manifest}  policy: '${JSON.stringify(policy).replaceAll("'", "''")}'\n`,
  },
  "an Ansible task": {
    name: "a.yml",
    isEditable: true,
    write: (policy) => `- name: app\n  kms_key:\n    alias: app\n    policy:${block(policy, 6)}\n`,
  },
  "Terraform's jsonencode": {
    name: "main.tf",
    isEditable: true,
    write: (policy) =>
      `resource "aws_kms_key" "app" {\n  policy = jsonencode(${hcl(indented(json(policy), 2))})\n}\n`,
  },
  "a heredoc of Terraform": {
    name: "main.tf",
    isEditable: true,
    write: (policy) => `resource "aws_kms_key" "app" {\n  policy = <<EOF\n${hcl(json(policy))}\nEOF\n}\n`,
  },
  "a Terraform plan": {
    name: "plan.json",
    isEditable: false,
    write: (policy) => {
      const change = { actions: ["create"], before: null, after: { policy: JSON.stringify(policy) } };
      const entry = { address: "aws_kms_key.app", type: "aws_kms_key", change };
      return JSON.stringify({ format_version: "1.2", resource_changes: [entry] });
    },
  },
  "a Terraform state": {
    name: "terraform.tfstate",
    isEditable: false,
    write: (policy) => {
      const instances = [{ attributes: { policy: JSON.stringify(policy) } }];
      const resource = { mode: "managed", type: "aws_kms_key", name: "app", instances };
      return json({ version: 4, terraform_version: "1.9.0", resources: [resource] });
    },
  },
  "an answer of get-key-policy": {
    name: "answer.json",
    isEditable: false,
    write: (policy) => json({ Policy: json(policy), PolicyName: "default" }),
  },
  "an answer of get-template": {
    name: "answer.json",
    isEditable: false,
    write: (policy) => {
      const template = { Resources: { App: { Type: "AWS::KMS::Key", Properties: { KeyPolicy: policy } } } };
      return json({ TemplateBody: stringify(template, { lineWidth: 0 }) });
    },
  },
  "an item of AWS Config": {
    name: "item.json",
    isEditable: false,
    write: (policy) =>
      json({ resourceType: "AWS::KMS::Key", supplementaryConfiguration: { Policy: json(json(policy)) } }),
  },
};

beforeAll(() => loadFormat("yaml"));

const policyIn = async (text: string, name: string) => {
  const container = await containerIn(text, name, deployment);
  const policy: Contained | undefined = container?.keys[0]?.policy;
  if (policy?.state !== "policy") throw new Error(`no policy in ${name}: ${JSON.stringify(policy)}`);
  const parsed = parsePolicyText(policy.text, policy.format, policy.dialect);
  const document = documentOf(parsed);
  if (!document) throw new Error(`no document in ${name}`);
  return { policy, parsed, document };
};

/** What the reading verbs answer. */
const answers = (document: PolicyDocument) => {
  const nobody = documentOf(parsePolicyText('{"Version":"2012-10-17","Statement":[]}', "json"));
  if (!nobody) throw new Error("no policy");
  const parsed = parsePolicyText(document.text, document.format, document.dialect);
  return {
    access: compareAccess(readPolicy(nobody), readPolicy(document), facts).gained,
    findings: checkPolicy(parsed, facts, {})
      .map(({ code, path }) => `${code} ${path}`)
      .sort(),
    users: readDefaultView(document, facts).users,
  };
};

const bareOf = (value: JsonValue): PolicyDocument => {
  const bare = documentOf(parsePolicyText(json(value), "json"));
  if (!bare) throw new Error("no policy");
  return bare;
};

const owner = {
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "kms:*",
  Resource: "*",
};
const planted = { Sid: "planted", Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" };

describe.each(Object.entries(documents))("%s", (_, { name, isEditable, write }) => {
  test.each(corpus)("answers as the bare policy, at places within it: %s", async (file) => {
    const value = JSON.parse(readFileSync(`test/corpus/valid/${file}`, "utf8")) as JsonValue;
    const text = write(value);
    const { policy, parsed, document } = await policyIn(text, name);
    expect(documentValue(document)).toEqual(value);
    expect(answers(document)).toEqual(answers(bareOf(value)));
    const [start, end] = [policy.placeOf(0), policy.placeOf(policy.text.length)];
    for (const { line, column } of checkPolicy(parsed, facts, {})) {
      const at = policy.text.split("\n", line - 1).join("\n").length + (line > 1 ? 1 : 0) + column - 1;
      const place = policy.placeOf(at);
      expect(place).toBeGreaterThanOrEqual(start);
      expect(place).toBeLessThanOrEqual(end);
      const letter = policy.text.charAt(at);
      // Within a string a quote is escaped.
      expect([letter, "\\"]).toContain(text.charAt(place));
    }
  });

  test("a fault that is planted is found at its place within the policy", async () => {
    const value: JsonValue = { Version: "2012-10-17", Statement: [owner, planted] };
    const text = write(value);
    const { policy, parsed } = await policyIn(text, name);
    const found = checkPolicy(parsed, facts, {}).find(({ code }) => code === "public-access");
    expect(found?.path).toBe("/Statement/1/Principal");
    const { line = 0, column = 0 } = found ?? {};
    const at = policy.text.split("\n", line - 1).join("\n").length + (line > 1 ? 1 : 0) + column - 1;
    const place = policy.placeOf(at);
    expect(text.slice(place, place + 6)).toContain("*");
    expect(place).toBeGreaterThan(text.indexOf("planted"));
  });

  test.runIf(isEditable).each(corpus)("adding and removing gives the bytes back: %s", async (file) => {
    const value = JSON.parse(readFileSync(`test/corpus/valid/${file}`, "utf8")) as JsonValue;
    const text = write(value);
    const before = await policyIn(text, name);
    const added = attempt(() => addUsers(before.document, ["role/Fresh"], facts).document);
    if (!added) return;
    const written = before.policy.put?.(added.text) ?? "";
    const after = await policyIn(written, name);
    expect(documentValue(after.document)).toEqual(documentValue(added));
    const removed = removeUsers(after.document, ["role/Fresh"], facts).document;
    const back = after.policy.put?.(removed.text) ?? "";
    expect(back === text).toBe(!staysList(before.document));
    // A single statement of which nothing tells that it was no list is a list of one from then on, and the same policy.
    expect(sameDocument((await policyIn(back, name)).document, before.document)).toBe(true);
  });
});

/** A single statement on one line or in block form: the list that it becomes looks like any other. */
const staysList = ({ text, root, statements: [only] }: PolicyDocument): boolean =>
  memberNamed(root, "Statement")?.value === only &&
  only?.kind === "object" &&
  (only.layout === "block" || !text.slice(only.start, only.end).includes("\n"));

const attempt = <T>(job: () => T): T | undefined => {
  try {
    return job();
  } catch (error) {
    if (error instanceof KmspolError && error.exit === 3) return undefined;
    throw error;
  }
};
