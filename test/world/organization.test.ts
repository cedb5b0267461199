import { expect, test } from "vitest";
import { readOrganization } from "../../src/world/read-organization.ts";

const statement = { Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
const file = (rest: object = {}) => ({
  Organization: { Id: "o-aaaa", MasterAccountId: "999988887777" },
  PolicyTypes: ["SERVICE_CONTROL_POLICY"],
  Parents: { "111122223333": "ou-a", "ou-a": "r-1" },
  Policies: [
    {
      PolicySummary: { Id: "p-1", Name: "All", Type: "SERVICE_CONTROL_POLICY" },
      Content: JSON.stringify(statement),
    },
    { PolicySummary: { Id: "p-2", Name: "Lid", Type: "RESOURCE_CONTROL_POLICY" }, Content: "{" },
  ],
  Attachments: { "r-1": ["p-1"], "ou-a": ["p-1", "p-2"], "111122223333": [] },
  ...rest,
});
const levels = (rest: object = {}, account = "111122223333") =>
  readOrganization(file(rest)).levelsOf(account);

test("the levels go from the root to the account, each with what is attached right there", () => {
  const names = (which: "scp" | "rcp") => {
    const found = levels();
    return found && !("unknown" in found) && found.map((level) => level[which].map(({ name }) => name));
  };
  expect(names("scp")).toEqual([["All"], ["All"], []]);
  expect(names("rcp")).toEqual([[], ["Lid"], []]);
});

test("an account of elsewhere has no levels here", () => {
  expect(levels({}, "444455556666")).toBeUndefined();
  expect(levels({}, "constructor")).toBeUndefined();
});

test.each([
  ["a circle", { Parents: { "111122223333": "ou-a", "ou-a": "ou-b", "ou-b": "ou-a" } }, /circle/],
  ["a parent that is missing", { Parents: { "111122223333": "ou-a" } }, /the parent of ou-a/],
  [
    "a level of which nothing is told",
    { Attachments: { "r-1": [], "111122223333": [] } },
    /attached to ou-a/,
  ],
])("%s leaves the way not known", (_, rest, expected) => {
  expect(levels(rest)).toEqual({ unknown: expect.stringMatching(expected) as string, partly: true });
});

test("a place that may not be read is not known, which is no level that is missing", () => {
  const unknown = "the place of 111122223333 may not be read from here";
  expect(levels({ Parents: { "111122223333": null } })).toEqual({ unknown });
});

test("a policy that is attached and not told is there, its text not known, in both types", () => {
  const found = levels({ Attachments: { "r-1": ["p-9"], "ou-a": [], "111122223333": [] } });
  const unknown = { name: "p-9", content: { unknown: "its text is not in the organization file" } };
  expect(found).toMatchObject([{ scp: [unknown], rcp: [unknown] }, {}, {}]);
});

test.each([
  ["names", ["SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"], { scp: true, rcp: true }],
  [
    "what ListRoots answers",
    [{ Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" }],
    { scp: true, rcp: false },
  ],
  [
    "a type that waits",
    [{ Type: "SERVICE_CONTROL_POLICY", Status: "PENDING_ENABLE" }],
    { scp: false, rcp: false },
  ],
  ["none", [], { scp: false, rcp: false }],
])("policy types told as %s", (_, PolicyTypes, expected) => {
  expect(readOrganization(file({ PolicyTypes })).enabled).toEqual(expected);
});

test("a file without the organization is refused", () => {
  const code = "bad-organization-data";
  expect(() => readOrganization(file({ Organization: { Id: "o-a" } }))).toThrow(
    expect.objectContaining({ code }) as Error,
  );
});
