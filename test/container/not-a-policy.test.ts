import { describe, expect, test } from "vitest";
import { notAPolicy } from "../../src/container/not-a-policy.ts";
import { loadPolicyText } from "../../src/policy/document.ts";
import type { PolicyFormat } from "../../src/policy/syntax.ts";

const seems = async (text: string, format: PolicyFormat) => notAPolicy(await loadPolicyText(text, format));

const statement = { Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" };
const policy = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });

describe("what is no key policy is named", () => {
  test.each([
    ["the answer of aws kms get-key-policy", { Policy: policy, PolicyName: "default" }],
    ["a CloudFormation template", { Resources: { Key: { Type: "AWS::KMS::Key", Properties: {} } } }],
    ["a CloudFormation template", { AWSTemplateFormatVersion: "2010-09-09", Resources: {} }],
    ["the answer of aws cloudformation get-template", { TemplateBody: { Resources: {} } }],
    ["a Terraform plan", { format_version: "1.2", terraform_version: "1.11.4", resource_changes: [] }],
    ["a Terraform state", { version: 4, terraform_version: "1.11.4", resources: [] }],
    ["a configuration of the Serverless Framework", { service: "s", provider: {}, resources: {} }],
    ["a Kubernetes object", { apiVersion: "v1", kind: "Pod" }],
    ["events of CloudTrail", { Records: [{ eventSource: "kms.amazonaws.com" }] }],
    ["an item of AWS Config", { configurationItems: [] }],
    ["the answer of aws kms describe-key", { KeyMetadata: { KeyId: "1" } }],
    ["an IAM role or user", { Role: { RoleName: "App", AssumeRolePolicyDocument: {} } }],
    ["an IAM policy as IAM answers it", { RoleName: "App", PolicyName: "p", PolicyDocument: {} }],
    ["a configuration of kmspol (.kmspolrc.json)", { accept: [] }],
    ["a JSON Schema, or a document with one", { $schema: "https://json-schema.org/x", type: "object" }],
    ["a package.json or the like", { name: "x", dependencies: {} }],
    ["a package.json or the like", { name: "x", version: "1.0.0" }],
    ["a statement without the policy around it", statement],
    ["a statement without the policy around it", { Sid: "a", Effect: "Deny", NotPrincipal: {}, Action: "*" }],
    ["a list of statements without the policy around it", [statement, statement]],
    ["a list with policies in it", [{ Version: "2012-10-17", Statement: [] }]],
    ["an Ansible playbook without a kms_key task", [{ hosts: "localhost", tasks: [] }]],
    [
      "Ansible tasks without one of kms_key",
      [
        { name: "a", set_fact: {} },
        { name: "b", debug: {} },
      ],
    ],
    ["Ansible tasks without one of kms_key", [{ name: "a", "amazon.aws.s3_bucket": {} }]],
    [
      "a list of keys with their policies",
      [{ keyId: "1" }, { arn: "x", policy }, { KeyId: "2", Policy: policy }],
    ],
    ["a list", [{ name: "a", input: {} }]],
    ["a list", []],
    ["a list", [1, 2]],
    ["a JSON text within a JSON text", policy],
    ["plain text", "not a policy"],
    ["a number", 12],
    ["a boolean", true],
    ["null", null],
    ["an object with neither a Statement nor a resource that is a KMS key", { a: { b: 1 } }],
    [
      "an object with neither a Statement nor a resource that is a KMS key",
      { Statement: [{ date: "2026-01-01", amount: 12 }] },
    ],
    ["an object with neither a Statement nor a resource that is a KMS key", { Id: "x", Price: 3 }],
  ])("%s", async (words, value) => {
    expect((await seems(JSON.stringify(value), "json"))?.seems).toBe(words);
    expect((await seems(JSON.stringify(value), "yaml"))?.seems).toBe(words);
  });

  test.each<[words: string, text: string, format: PolicyFormat]>([
    ["a CloudFormation template", "Resources:\n  Key:\n    Type: AWS::KMS::Key\n    X: !Ref Y\n", "yaml"],
    ["a CloudFormation template", '{ "Resources": { "K": { "Type": "AWS::KMS::Key", } } }', "json"],
    ["a Kubernetes manifest", "apiVersion: v1\nkind: Pod\n---\napiVersion: v1\nkind: Pod\n", "yaml"],
    ["Terraform source", 'resource "aws_kms_key" "app" {\n  policy = ""\n}\n', "json"],
    ["the log lines of terraform plan -json", '{"@level":"info"}\n{"@level":"info"}\n', "json"],
  ])("%s that does not parse", async (words, text, format) => {
    expect((await seems(text, format))?.seems).toBe(words);
  });

  test("a saved plan of Terraform", async () => {
    expect(await seems("PK\u0003\u0004rest", "json")).toMatchObject({ code: "binary-plan" });
  });
});

describe("what is a policy, or was meant as one, is left to check", () => {
  test.each([
    {},
    { Version: "2012-10-17" },
    { Id: "only" },
    { Statement: [] },
    { Statement: {} },
    { Statement: [{}] },
    { Statement: "text" },
    { Statement: [statement], Resources: {} },
    { statement: [statement] },
    { Version: "2012-10-17", Statements: [statement] },
    { Version: "2012-10-17", Policy: "x" },
  ])("%j", async (value) => {
    expect(await seems(JSON.stringify(value), "json")).toBeUndefined();
  });

  test("a policy with a syntax error", async () => {
    expect(await seems(policy.slice(0, -1), "json")).toBeUndefined();
  });
});
