import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { newPlace, type Place } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

// Drift, and a put: who is only known when the stack is deployed is neither there nor gone.

const account = "111122223333";
const allow = (principal: string, action: string) => ({
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:${principal}` },
  Action: action,
  Resource: "*",
});
const live = { Version: "2012-10-17", Statement: [allow("root", "kms:*"), allow("role/R", "kms:Decrypt")] };

let place: Place;
beforeEach(async () => {
  place = await newPlace();
  await cp("test/container/worked/03-parameters/template.yaml", join(place.work, "t.yaml"));
  await writeFile(join(place.work, "live.json"), JSON.stringify(live));
});

interface Change {
  readonly equivalent: boolean;
  readonly lost: readonly { readonly principal: string; readonly undecided?: string }[];
}

const undecided = ({ lost }: Change) =>
  lost.filter((one) => one.undecided !== undefined).map(({ principal }) => principal);

const run = async (line: string) =>
  kmspol(place, undefined, [...line.split(" "), "--account", account, "--json"]);

test("drift: what the template leaves open is undecided, until --set names it", async () => {
  const open = JSON.parse((await run("diff t.yaml live.json")).stdout) as Change;
  expect(undecided(open)).toEqual(["${ReaderArn}", "${AuditorArn}"]);
  const arn = `arn:aws:iam::${account}:role/R`;
  const set = JSON.parse((await run(`diff t.yaml live.json --set ReaderArn=${arn}`)).stdout) as Change;
  expect(undecided(set)).toEqual(["${AuditorArn}"]);
  expect(JSON.stringify(set.lost)).not.toContain(arn);
});

test("put over what is undecided says that it is perhaps lost", async () => {
  const { stdout, exit } = await run("put t.yaml live.json --yes");
  expect(exit).toBe(0);
  const change = JSON.parse(stdout) as Change;
  expect(undecided(change)).toEqual(["${ReaderArn}", "${AuditorArn}"]);
});
