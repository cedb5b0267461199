import { createHash } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newPlace, type Place } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { onTerminal } from "./pty.ts";

const config = `
[profile work]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Admin
region = eu-west-1

[sso-session corp]
sso_start_url = https://corp.example/start
sso_region = eu-west-1

[profile old-style]
sso_start_url = https://old.example/start
sso_region = eu-west-1
sso_account_id = 111122223333
sso_role_name = Admin
region = eu-west-1

[profile through]
role_arn = arn:aws:iam::111122223333:role/Deploy
source_profile = work
region = eu-west-1
`;

const outdated = JSON.stringify({
  startUrl: "https://corp.example/start",
  region: "eu-west-1",
  accessToken: "long-gone",
  expiresAt: "2020-01-01T00:00:00Z",
});

/** A machine with SSO profiles, whose sign-in is long gone, or never was. No request can succeed there: there is no network. */
const signedOut = async (isCached: boolean): Promise<Place> => {
  const place = await newPlace();
  const cache = join(place.home, ".aws", "sso", "cache");
  await mkdir(cache, { recursive: true });
  await writeFile(join(place.home, ".aws", "config"), config);
  for (const name of isCached ? ["corp", "https://old.example/start"] : [])
    await writeFile(join(cache, `${createHash("sha1").update(name).digest("hex")}.json`), outdated);
  return place;
};

const cases = ["work", "old-style", "through"].flatMap((profile) =>
  [true, false].map((isCached) => ({ profile, isCached })),
);

test.each(cases)("profile $profile, a token that ran out: $isCached", async ({ profile, isCached }) => {
  const place = await signedOut(isCached);
  const { exit, stderr } = await kmspol(place, undefined, ["list", "--profile", profile]);
  const signsIn = profile === "through" ? "work" : profile;
  const command = `aws sso login --profile ${signsIn}`;
  expect(stderr).toBe(`kmspol: the SSO session of profile ${signsIn} has run out\nhint: run: ${command}\n`);
  expect(exit).toBe(5);
});

test("AWS_PROFILE is named as well", async () => {
  const place = await signedOut(true);
  const environment = { AWS_PROFILE: "work" };
  const { stderr } = await kmspol(place, undefined, ["show", "alias/app"], { environment });
  expect(stderr).toContain("hint: run: aws sso login --profile work\n");
});

test("a question that needs the list says so, and ends", async () => {
  const run = onTerminal(await signedOut(true), undefined, ["--profile", "work"]);
  await run.see("run: aws sso login --profile work");
  expect(await run.ended()).toEqual({ exit: 5, sane: true });
});
