import { expect, test } from "vitest";
import { viewLostNotes } from "../../src/default-view/view-lost.ts";
import { adminLists, admins, delegation, grants, users } from "./console-policies.ts";
import { keys, policy, type Short } from "./support.ts";

const consoles = [delegation, admins("role/Ops"), users("role/App"), grants("role/App")];
const sns: Short = { sid: "SNS", who: { Service: "sns.amazonaws.com" }, may: "kms:Decrypt" };

test.each<[string, readonly Short[], readonly Short[], readonly string[]]>([
  ["it stays", consoles, [delegation, admins("role/Ops")], []],
  ["an older list of the console's stays", [delegation, admins("role/Ops", adminLists.A3)], consoles, []],
  ["it was gone before", [...consoles, sns], [...consoles, sns, { ...sns, sid: "Two" }], []],
  ["it comes back", [...consoles, sns], consoles, []],
  [
    "a service takes it away",
    consoles,
    [...consoles, sns],
    ['statement 5 (Sid "SNS", line 71) is not one of the console\'s.'],
  ],
  [
    "lists that differ take it away",
    consoles,
    [delegation, admins("role/Ops"), users("role/App"), grants("role/Ops")],
    [
      'statement 4 (Sid "Allow attachment of persistent resources", line 53) names others than the statement for use of the key.',
    ],
  ],
])("the console's default view: %s", (_, before, after, because) => {
  const notes = viewLostNotes(policy(...before), policy(...after), keys.symmetric);
  expect(notes).toEqual(
    because.map((reason) => `Afterwards the console shows no default view of this policy: ${reason}`),
  );
});
