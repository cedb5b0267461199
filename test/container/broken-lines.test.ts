import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { within } from "../support/in-process.ts";

// A fault within a policy of a template ends its block early (YAML 1.2, "Indentation Spaces"): what stands behind it is no less a part of it.

const template = (line: string) => `Resources:
  K:
    Type: AWS::KMS::Key
    Properties:
      KeyPolicy:
        Statement:
          - Sid: Use
            Effect: Allow
            Principal: { AWS: "arn:aws:iam::111122223333:role/App" }
${line}
            Resource: "*"
        # the end
Outputs: { Odd: { x } }
`;

const whoCan = async (line: string) => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-broken-lines-"));
  const path = join(state, "a.yaml");
  await writeFile(path, template(line));
  return within({ state }, ["who-can", path, "--account", "111122223333"]);
};

test.each<[string, string]>([
  ["a tab", "\tAction: kms:Decrypt"],
  ["a tab after spaces", "          \tAction: kms:Decrypt"],
  ["a space too few", "           Action: kms:Decrypt"],
])("%s is told with its line, and nothing is answered", async (_, line) => {
  const { exit, stdout, stderr } = await whoCan(line);
  expect([exit, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/no YAML at line 1[01]/);
});

test("a whole policy with a comment behind it is read", async () => {
  const { exit, stdout } = await whoCan("            Action: kms:Decrypt");
  expect([exit, stdout]).toEqual([0, expect.stringContaining("role/App")]);
});
