import { describe, expect, test } from "vitest";
import { ownNames, type Scope } from "../../src/container/cloudformation/scope.ts";
import type { Deployment } from "../../src/container/marks.ts";
import { fillIn, type Filling } from "../../src/container/placeholders.ts";
import { parseJson } from "../../src/policy/json/parse-json.ts";
import { valueOf } from "../../src/policy/json-value.ts";
import { symbolText, unveil, whyOpaque } from "../../src/policy/symbols.ts";

// What fills in a text before it is put: what is known of it stands in its place, and all else is somebody or something, by its name.

const filled = (value: object, { parameters = new Map(), ...told }: Partial<Deployment> = {}) => {
  const scope: Scope = {
    ...ownNames({ ...told, parameters }),
    parameter: (name) => {
      const given = parameters.get(name);
      return given === undefined ? undefined : { type: "String", value: given, byDefault: false };
    },
    resource: () => undefined,
    mapping: () => undefined,
    condition: () => undefined,
    ...{ identities: new Map(), defaults: new Set(), open: new Set() },
  };
  const filling: Filling = { scope, open: new Set(), written: new Map() };
  const { root } = parseJson(JSON.stringify(value), "json");
  if (!root) throw new Error("no JSON");
  const renewed: unknown[] = [];
  const fresh = valueOf(fillIn(root, filling, (old) => renewed.push(old)));
  return { fresh, open: [...filling.open], written: [...filling.written], renewed: renewed.length };
};
const text = (source: string, told: Partial<Deployment> = {}) => filled({ Resource: source }, told);

describe("own names", () => {
  const told = { account: "111122223333", region: "eu-west-1", partition: "aws-cn" };
  test.each([
    ["${AWS::AccountId}", "111122223333"],
    ["${data.aws_caller_identity.current.account_id}", "111122223333"],
    ["${data.aws_caller_identity.this.id}", "111122223333"],
    ["${AWS::Region}", "eu-west-1"],
    ["${data.aws_region.current.name}", "eu-west-1"],
    ["${data.aws_region.current.region}", "eu-west-1"],
    ["s3.${AWS::Region}.amazonaws.com", "s3.eu-west-1.amazonaws.com"],
    ["${AWS::Partition}", "aws-cn"],
    ["${data.aws_partition.current.partition}", "aws-cn"],
  ])("%s is the deployment's", (source, expected) => {
    const { fresh, open } = text(source, told);
    expect([fresh, open]).toEqual([{ Resource: expected }, []]);
  });

  test("how the text writes an account and a partition is kept for what is added", () => {
    const { written } = text("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/App", told);
    expect(written).toEqual([
      ["aws-cn", "${AWS::Partition}"],
      ["111122223333", "${AWS::AccountId}"],
    ]);
  });

  test("a partition that nobody told is the usual one, of which that is known", () => {
    expect(text("arn:${AWS::Partition}:s3:::b").fresh).toEqual({ Resource: "arn:aws:s3:::b" });
  });
});

describe("others", () => {
  const given = (value: string) => ({ parameters: new Map([["who", value]]) });

  test("one whose value is given is that value; an account is written as it was", () => {
    expect(text("${who}", given("x"))).toMatchObject({ fresh: { Resource: "x" }, open: [], written: [] });
    expect(text("${who}", given("444455556666"))).toMatchObject({
      ...{ fresh: { Resource: "444455556666" }, written: [["444455556666", "${who}"]] },
    });
  });

  test("one that nobody gave a value is told by its name, and stays open", () => {
    const { fresh, open } = text("alias/${who}");
    expect([fresh, open]).toEqual([{ Resource: `alias/${symbolText("who")}` }, ["${who}"]]);
  });

  test.each(["Principal", "NotPrincipal"])("in %s it is somebody", (name) => {
    const entry = (value: object | string) => {
      const { fresh } = filled({ [name]: value });
      return (fresh as Record<string, Record<string, string>>)[name];
    };
    expect(whyOpaque(entry({ AWS: "{{ who }}" })?.["AWS"] ?? "")).toBe(
      "something fills it in before the policy is put",
    );
    expect(whyOpaque(entry("{{ who }}")?.["AWS"] ?? "")).toBe(
      "something fills it in before the policy is put",
    );
    // A service is no principal of AWS: nothing stands for somebody there.
    expect(entry({ Service: "{{ who }}" })?.["Service"]).toBe(symbolText("{{ who }}"));
  });

  test("the account in an ARN is another account, by its name", () => {
    const { fresh, written } = filled({ Principal: { AWS: "arn:aws:iam::${theirs}:role/App" } });
    const { AWS } = (fresh as { Principal: { AWS: string } }).Principal;
    expect(AWS).toMatch(/^arn:aws:iam::99\d{10}:role\/App$/);
    expect(unveil(AWS)).toContain("theirs");
    expect(written.map(([, how]) => how)).toEqual(["${theirs}"]);
  });

  test("a name of a member is filled in as well", () => {
    expect(
      filled({ Condition: { StringEquals: { "aws:${who}": "x" } } }, given("PrincipalTag/a")).fresh,
    ).toEqual({
      Condition: { StringEquals: { "aws:PrincipalTag/a": "x" } },
    });
  });

  test("what has none is what it was", () => {
    const value = { Principal: "*", Action: ["kms:*"], Sid: "$who {who}" };
    expect(filled(value)).toMatchObject({ fresh: value, open: [], written: [] });
  });
});
