import { describe, expect, test } from "vitest";
import { containerIn } from "../../src/container/container-in.ts";

const policy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "kms:*", Resource: "*" }],
});
const arn = (id: string) => `arn:aws:kms:eu-west-1:111122223333:key/${id}`;
const item = (id: string, at: string, type: object = { resourceType: "AWS::KMS::Key" }) => ({
  ...type,
  ARN: arn(id),
  configurationItemCaptureTime: at,
  configuration: { keySpec: "RSA_2048", keyUsage: "SIGN_VERIFY" },
  supplementaryConfiguration: { Policy: policy },
});
const event = (at: string) => ({
  eventSource: "kms.amazonaws.com",
  eventName: "PutKeyPolicy",
  eventTime: at,
  recipientAccountId: "111122223333",
  requestParameters: { policy },
});

const read = async (value: unknown) => {
  const text = JSON.stringify(value, undefined, 1);
  const container = await containerIn(text, "answer.json", { parameters: new Map() });
  const keys = (container?.keys ?? []).map(({ selector, facts, policy: held }) => {
    if (held.state !== "policy") throw new Error(selector);
    // The first letter of a word that stands once in each policy.
    const at = held.placeOf(held.text.indexOf("kms:*"));
    return { selector, account: facts.account, word: text.slice(at, at + 5) };
  });
  return { keys, steps: container?.steps ?? false };
};

const key = (selector: string) => ({ selector, account: "111122223333", word: "kms:*" });

describe("answers of AWS are found as they are, and with one object around them", () => {
  const [first, second] = [item("a", "2026-01-01T00:00:00Z"), item("a", "2026-02-01T00:00:00Z")];
  const query = JSON.stringify(item("b", "2026-01-01T00:00:00Z", {}));

  test.each<[what: string, value: unknown, keys: readonly string[], steps: boolean]>([
    ["an item of AWS Config", first, ["1"], false],
    [
      "a history of one key",
      { configurationItems: [first, second] },
      ["2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"],
      true,
    ],
    ["items of two keys", { baseConfigurationItems: [first, item("b", "")] }, [arn("a"), arn("b")], false],
    ["a query, whose results are texts", { Results: [query] }, ["1"], false],
    ["several results", { Results: [query, JSON.stringify(first)] }, [arn("b"), arn("a")], false],
    ["a query as a test recorded it", { status_code: 200, data: { Results: [query] } }, ["1"], false],
    [
      "results of other resources",
      { Results: [JSON.stringify({ resourceId: "queue", configuration: { QueueArn: "q" } }), query] },
      ["1"],
      false,
    ],
    ["a recorded policy", { status_code: 200, data: { Policy: policy, KeyId: arn("a") } }, [arn("a")], false],
    ["a log file", { Records: [event("2026-01-01T00:00:00Z")] }, ["2026-01-01T00:00:00Z"], true],
    [
      "LookupEvents, which has each event as a text",
      {
        Events: [
          { CloudTrailEvent: JSON.stringify({ eventName: "Decrypt" }) },
          { CloudTrailEvent: JSON.stringify(event("2026-01-01T00:00:00Z")) },
        ],
      },
      ["2026-01-01T00:00:00Z"],
      true,
    ],
    ["an event of EventBridge", { detail: event("2026-01-01T00:00:00Z") }, ["2026-01-01T00:00:00Z"], true],
  ])("%s", async (_, value, selectors, steps) => {
    expect(await read(value)).toEqual({ keys: selectors.map(key), steps });
  });

  test.each<[what: string, value: unknown]>([
    ["an item of another resource", { ...first, resourceType: "AWS::SQS::Queue" }],
    ["a text that is no JSON", { Results: ["{"] }],
    ["another event", { Records: [{ ...event(""), eventSource: "s3.amazonaws.com" }] }],
  ])("%s holds no key", async (_, value) => {
    expect((await read(value)).keys).toEqual([]);
  });
});

describe("what an answer tells of the key besides", () => {
  const factsIn = async (value: unknown) => {
    const container = await containerIn(JSON.stringify(value), "answer.json", { parameters: new Map() });
    const [found] = container?.keys ?? [];
    return found && { ...found.facts, notes: found.notes };
  };
  const userIdentity = { arn: "arn:aws:sts::111122223333:assumed-role/Deploy/ci" };

  test.each([
    ["ARN", arn("a")],
    ["arn", arn("b")],
  ])("CloudTrail: the key, by %s, and who put the policy", async (name, value) => {
    const put = { ...event(""), awsRegion: "us-east-1", userIdentity, resources: [{ [name]: value }] };
    expect(await factsIn({ Records: [put] })).toEqual({
      ...{ arn: value, account: "111122223333", partition: "aws", region: "eu-west-1" },
      notes: ["by arn:aws:sts::111122223333:assumed-role/Deploy/ci"],
    });
    const nobody = { ...event(""), awsRegion: "us-east-1" };
    expect(await factsIn({ Records: [nobody] })).toEqual({
      ...{ account: "111122223333", region: "us-east-1", notes: [] },
    });
  });

  test("Config: account, spec and usage, also under their older names", async () => {
    const { configuration, ...whole } = item("a", "");
    const rest = { ...whole, ARN: undefined };
    const told = {
      awsRegion: "us-east-1",
      configuration: { ...configuration, awsaccountId: "444455556666" },
    };
    expect(await factsIn({ ...rest, ...told })).toMatchObject({
      ...{ account: "444455556666", region: "us-east-1", spec: "RSA_2048", usage: "SIGN_VERIFY" },
    });
    expect(await factsIn({ ...rest, ...told, accountId: "111122223333" })).toMatchObject({
      account: "111122223333",
    });
    const older = { customerMasterKeySpec: "ECC_NIST_P256", origin: "EXTERNAL", multiRegion: false };
    expect(await factsIn({ ...rest, configuration: older })).toMatchObject({
      ...{ spec: "ECC_NIST_P256", origin: "EXTERNAL", multiRegion: false },
    });
  });
});
