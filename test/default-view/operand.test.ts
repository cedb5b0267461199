import { expect, test } from "vitest";
import { parseOperand } from "../../src/default-view/operand.ts";
import { errorInWords } from "../../src/shell/typed-command.ts";
import { arn, keys, other, own } from "./support.ts";

test.each([
  ["role/App", "role", arn("role/App"), { kind: "role", name: "App" }],
  ["user/team/Ann", "user", arn("user/team/Ann"), undefined],
  [arn("role/ci/Build"), "role", arn("role/ci/Build"), undefined],
  [other, "account", arn("root", other), undefined],
  [arn("root", other), "account", arn("root", other), undefined],
  [`arn:aws:sts::${own}:assumed-role/App/run-7`, "role", arn("role/App"), { kind: "role", name: "App" }],
])("%s is a principal", (text, kind, written, lookUp) => {
  expect(parseOperand(text, keys.symmetric)).toMatchObject({ text, kind, arn: written });
  expect(parseOperand(text, keys.symmetric).lookUp).toEqual(lookUp);
});

test.each([
  [arn("group/Dev"), "group-principal", "--expand"],
  ["group/Dev", "group-principal", "--via-iam"],
  [arn("instance-profile/Web"), "iam-only-arn", "role"],
  ["instance-profile/Web", "iam-only-arn", "role"],
  [arn("policy/ReadAll"), "iam-only-arn", "user/NAME"],
  ["policy/ReadAll", "iam-only-arn", "user/NAME"],
  [arn("mfa/alice"), "iam-only-arn", "user/NAME"],
  [arn("role/App-*"), "wildcard-in-principal", "whole account"],
  ["*", "wildcard-in-principal", "user/NAME"],
  ["role/*", "wildcard-in-principal", "whole account"],
  ["11112222333", "invalid-account-id", "write all 12 digits"],
  ["111122-223333", "invalid-account-id", "write 111122223333"],
  ["arn:aws:iam::1111222233334:role/App", "invalid-account-id", "12-digit"],
  ["Ann", "malformed-principal-arn", "user/Ann"],
  ["AIDACKCEVSQ6C2EXAMPLE", "deleted-principal", "prune"],
  [`arn:aws:sts::${own}:federated-user/Ann`, "session-principal", "IAM user"],
  ["https://signin.aws.amazon.com/", "malformed-principal-arn", "user/NAME"],
  ["", "malformed-principal-arn", "user/NAME"],
  ["constructor", "malformed-principal-arn", "user/constructor"],
])("%s is refused with what to write instead", (text, code, hint) => {
  const refused = () => {
    try {
      return parseOperand(text, keys.symmetric);
    } catch (error) {
      throw errorInWords({ operand: "alias/app", flags: [] }, error);
    }
  };
  expect(refused).toThrow(
    expect.objectContaining({ exit: 2, code, hint: expect.stringContaining(hint) as string }) as Error,
  );
});

test("another partition is refused; a short name needs an account", () => {
  expect(() => parseOperand(`arn:aws-cn:iam::${own}:role/App`, keys.symmetric)).toThrow(
    expect.objectContaining({ exit: 3, code: "wrong-partition" }) as Error,
  );
  expect(() => parseOperand("role/App", {})).toThrow(
    expect.objectContaining({ exit: 2, code: "account-needed" }) as Error,
  );
});
