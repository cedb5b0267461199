import { expect, test } from "vitest";
import { compareAccess } from "../../src/access/compare-access.ts";
import { compareWithWorld } from "../../src/access/with-world.ts";
import type { Policy } from "../../src/policy/model.ts";
import { arn, lets, questionOf } from "../support/layers.ts";

// A comparison is made once for those who ask the same again; whoever asks something else about the same policy gets his own answer.

const app = arn("role/App");
const open = questionOf({ key: [lets(app)] });
const { policy: after, facts } = open.key;
const before: Policy = { ...after, statements: [] };
const gains = (...asked: Parameters<typeof compareAccess>) => {
  const { gained } = compareAccess(...asked);
  return gained.map(({ principal, via }) => `${principal} ${via}`);
};

test("with another policy before it", () => {
  expect(gains(before, after, facts)).toEqual([`${app} key-policy`]);
  expect(gains(after, after, facts)).toEqual([]);
  expect(gains(before, after, facts)).toEqual([`${app} key-policy`]);
});

test("of a key of another account", () => {
  expect(gains(before, after, facts)).toEqual([`${app} key-policy`]);
  expect(gains(before, after, { account: "444455556666" })).toEqual([`${app} iam`]);
});

test("under the policies of an organization", () => {
  const Deny = { Effect: "Deny", Action: "kms:*", Resource: "*" };
  const closed = questionOf({ key: [], rcp: { "r-1": [Deny] } });
  expect(gains(before, after, facts, open.world)).toEqual([`${app} key-policy`]);
  expect(gains(before, after, facts, closed.world)).toEqual([]);
  const question = { ...open, world: closed.world };
  expect(compareWithWorld(before, question)).toMatchObject({ equivalent: true, gained: [], lost: [] });
  expect(compareWithWorld(before, open).gained.map(({ principal }) => principal)).toEqual([app]);
});
