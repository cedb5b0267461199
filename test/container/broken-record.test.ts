import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

// What a program has written down may hold what is secret: where it has a fault, the place is told and nothing of what stands there.

const verbs = [["check"], ["show"], ["list"], ["who-can"], ["diff", "a.json"]] as const;

test.each([
  [
    "a state cut before anything but its version",
    "a.json",
    '{"version":4,"values":{"p":"hunter2"',
    "a Terraform plan or state",
  ],
  ["a state that its name alone shows", "a.tfstate", '{"p":"hunter2"', "a Terraform plan or state"],
  [
    "the copy that Terraform keeps of one",
    "./terraform.tfstate.backup",
    '{"p":"hunter2",,}',
    "a Terraform plan or state",
  ],
  [
    "a plan cut within its values",
    "a.json",
    '{"format_version":"1.2","prior_state":{"p":"hunter2"',
    "a Terraform plan or state",
  ],
  ["events of CloudTrail", "a.json", '{"Records":[{"p":"hunter2"', "events of CloudTrail"],
  ["one event of CloudTrail", "a.json", '{"eventVersion":"1.08","p":"hunter2"', "events of CloudTrail"],
  ["an item of AWS Config", "a.json", '{"configurationItems":[{"p":"hunter2"', "an item of AWS Config"],
])("%s", async (_, name, text, seems) => {
  const place = await newPlace();
  await writeFile(join(place.work, name), text);
  for (const [verb, ...more] of verbs) {
    const { stdout, stderr, exit } = await kmspol(place, undefined, [verb, name, ...more.map(() => name)]);
    expect([verb, exit]).toEqual([verb, 2]);
    expect(stderr).toContain(`${seems} with a fault in its JSON, at line 1, column `);
    expect(stdout + stderr).not.toContain("hunter2");
  }
});

test("a policy with a fault is shown with the line", async () => {
  const place = await newPlace();
  await writeFile(join(place.work, "a.json"), '{ "Version": "2012-10-17", "Statement": [ { "Sid": "App" }');
  const { stdout, exit } = await kmspol(place, undefined, ["check", "a.json"]);
  expect(exit).toBe(1);
  expect(stdout).toContain('"Sid": "App"');
});
