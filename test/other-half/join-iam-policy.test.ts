import { expect, test } from "vitest";
import { joinIamPolicy } from "../../src/other-half/join-iam-policy.ts";
import type { JsonObject } from "../../src/policy/json-value.ts";

const say = (Sid: string | undefined, Action: string): JsonObject => ({
  ...(Sid === undefined ? {} : { Sid }),
  ...{ Effect: "Allow", Action, Resource: "*" },
});
const fresh = { Version: "2012-10-17", Statement: [say("Use", "kms:Decrypt")] };

test.each<[string, JsonObject | undefined, JsonObject]>([
  ["nothing stands there", undefined, fresh],
  [
    "a statement of another Sid stays, in front",
    { Version: "2012-10-17", Statement: [say("Grants", "kms:CreateGrant")] },
    { Version: "2012-10-17", Statement: [say("Grants", "kms:CreateGrant"), say("Use", "kms:Decrypt")] },
  ],
  [
    "one of the same Sid is replaced in its place",
    { Version: "2012-10-17", Statement: [say("Use", "kms:Encrypt"), say("Grants", "kms:CreateGrant")] },
    { Version: "2012-10-17", Statement: [say("Use", "kms:Decrypt"), say("Grants", "kms:CreateGrant")] },
  ],
  [
    "members of the policy that stands there are kept",
    { Version: "2012-10-17", Id: "by-hand", Statement: [] },
    { Version: "2012-10-17", Id: "by-hand", Statement: [say("Use", "kms:Decrypt")] },
  ],
  [
    "an old version becomes today's",
    { Version: "2008-10-17", Statement: [] },
    { Version: "2012-10-17", Statement: [say("Use", "kms:Decrypt")] },
  ],
  [
    "a single statement, and statements without Sid, stay",
    { Version: "2012-10-17", Statement: say(undefined, "s3:GetObject") },
    { Version: "2012-10-17", Statement: [say(undefined, "s3:GetObject"), say("Use", "kms:Decrypt")] },
  ],
])("joined: %s", (_, before, after) => {
  expect(joinIamPolicy(before, fresh)).toEqual(after);
});
