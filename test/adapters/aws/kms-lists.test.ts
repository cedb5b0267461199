import { expect, test } from "vitest";
import { listKeys } from "../../../src/adapters/aws/kms-lists.ts";
import type { KmsCall } from "../../../src/adapters/aws/kms-client.ts";

const answers: Readonly<Record<string, unknown>> = {
  ListAliases: { Aliases: [{ AliasName: "alias/app", TargetKeyId: "1" }] },
  ListKeys: { Keys: [{ KeyId: "1", KeyArn: "arn:aws:kms:eu-west-1:111122223333:key/1" }] },
};

test("the aliases and the first keys are asked for side by side", async () => {
  const asked = new Set<string>();
  let ask: () => void = () => undefined;
  const all = new Promise<void>((resolve) => (ask = resolve));
  const call: KmsCall = async <Output>(operation: string) => {
    asked.add(operation);
    if (asked.size === 2) ask();
    await all;
    return answers[operation] as Output;
  };
  const keys = [];
  for await (const key of listKeys(call)) keys.push(key);
  expect(keys).toEqual([
    { id: "1", arn: "arn:aws:kms:eu-west-1:111122223333:key/1", aliases: ["alias/app"] },
  ]);
});

test("where neither is allowed, the aliases are named", async () => {
  const call: KmsCall = (operation) => Promise.reject(new Error(operation));
  await expect(listKeys(call).next()).rejects.toThrow("ListAliases");
});
