import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { clientConfig } from "../../../src/adapters/aws/client-config.ts";
import { readConfigFiles } from "../../../src/adapters/aws/config-files.ts";
import { readProfile, signInProfile, waitsForPeople } from "../../../src/adapters/aws/profile.ts";
import type { AwsSettings } from "../../../src/adapters/aws/settings.ts";

// What the AWS files say of a profile (AWS SDKs and Tools Reference Guide, "Shared config and credentials files").

const config = `
[default]
region = eu-west-1
[profile people]
sso_session = corp
[profile app]
role_arn = arn:aws:iam::111122223333:role/App
source_profile = people
endpoint_url = http://lab:1
[profile deep]
source_profile = app
[profile second]
role_arn = arn:aws:iam::111122223333:role/Second
source_profile = people
endpoint_url = http://lab:1
[profile device]
mfa_serial = arn:aws:iam::111122223333:mfa/ana
source_profile = people
[profile behind]
source_profile = device
[profile program]
credential_process = /bin/true
[profile round]
source_profile = trip
[profile trip]
source_profile = round
[profile both]
region = eu-west-1
output = text
[sso-session corp]
sso_region = eu-west-1
[services lab]
kms =
  endpoint_url = http://kms:2
`;
const credentials =
  "[both]\nregion = us-east-1\naws_access_key_id = AKIA\n[keys]\naws_access_key_id = AKIA\n";

const settingsFor = async (profile?: string, more: Partial<AwsSettings> = {}): Promise<AwsSettings> => {
  const folder = await mkdtemp(join(tmpdir(), "kmspol-profile-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const files = {
    AWS_CONFIG_FILE: join(folder, "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials"),
  };
  await writeFile(files.AWS_CONFIG_FILE, config);
  await writeFile(files.AWS_SHARED_CREDENTIALS_FILE, credentials);
  return {
    ...{ profile, region: undefined, endpointUrl: undefined },
    clock: { now: () => new Date(), sleep: () => Promise.resolve() },
    ...more,
    environment: { ...files, ...more.environment },
  };
};

test("the profiles are those of both files; a session of SSO and a services section are none", async () => {
  const { profiles, services } = await readConfigFiles((await settingsFor()).environment);
  expect([...profiles.keys()].sort()).toEqual(
    [
      ...[
        "app",
        "behind",
        "both",
        "deep",
        "default",
        "device",
        "keys",
        "people",
        "program",
        "round",
        "second",
        "trip",
      ],
    ].sort(),
  );
  expect([...services.keys()]).toEqual(["lab"]);
  expect(Object.fromEntries(profiles.get("both") ?? [])).toEqual({
    ...{ region: "us-east-1", output: "text", aws_access_key_id: "AKIA" },
  });
});

test("a profile that stands in neither file is refused with those that do, ten at most; the default need not be there", async () => {
  const error: unknown = await readProfile(await settingsFor("prod")).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: "unknown-profile", message: "there is no AWS profile prod" });
  const [, names = ""] = /^profiles that exist: (.*)$/.exec((error as { hint: string }).hint) ?? [];
  expect(names.split(", ")).toHaveLength(10);
  const none = { AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null" };
  expect(await readProfile(await settingsFor(undefined, { environment: none }))).toEqual({
    ...{ values: new Map(), services: new Map() },
  });
  await expect(readProfile(await settingsFor("prod", { environment: none }))).rejects.toMatchObject({
    hint: "make one with: aws configure --profile NAME",
  });
});

test.each([
  [undefined, undefined],
  ["people", "people"],
  ["app", "people"],
  ["deep", "people"],
  ["round", "round"],
])("with the profile %s, %s signs in", async (profile, who) => {
  expect(await signInProfile(await settingsFor(profile))).toBe(who);
});

test.each([
  [undefined, false],
  ["app", false],
  ["device", true],
  ["behind", true],
  ["program", true],
  ["round", false],
])("with the profile %s somebody may have to type: %s", async (profile, waits) => {
  expect(await waitsForPeople(await settingsFor(profile))).toBe(waits);
});

test("a client goes by profile and Region that were chosen, leaves the tries to us, and says nothing", async () => {
  const written: unknown[] = [];
  const made = await clientConfig(await settingsFor("both", { region: "eu-central-1" }), "kms");
  expect(made).toMatchObject({ profile: "both", region: "eu-central-1", maxAttempts: 1 });
  expect(made).toMatchObject({ ignoreConfiguredEndpointUrls: true });
  for (const level of ["debug", "info", "warn", "error"] as const)
    written.push(made.logger?.[level]("words"));
  expect(written).toEqual([undefined, undefined, undefined, undefined]);
  const plain = await clientConfig(await settingsFor(), "kms");
  expect(plain).not.toHaveProperty("profile");
  expect(plain).not.toHaveProperty("region");
  expect(plain).not.toHaveProperty("mfaCodeProvider");
});

test.each([
  ["a profile with a role", "app", {}, "http://lab:1"],
  [
    "a token of the web's",
    "people",
    { AWS_WEB_IDENTITY_TOKEN_FILE: "/token", AWS_ENDPOINT_URL: "http://all:3" },
    "http://all:3",
  ],
  ["neither", "people", { AWS_ENDPOINT_URL: "http://all:3" }, undefined],
])("STS gives the credentials of %s, where it is reached", async (_, profile, environment, endpoint) => {
  const { clientConfig: ofSts } = await clientConfig(await settingsFor(profile, { environment }), "kms");
  expect(ofSts?.endpoint).toBe(endpoint);
});

test("the credentials of a role that was assumed come before all others", async () => {
  const ours = { accessKeyId: "a", secretAccessKey: "s" };
  const given = { credentials: () => Promise.resolve(ours), mfaCode: () => Promise.resolve("123456") };
  expect(await clientConfig(await settingsFor("app", given), "kms")).toMatchObject({ credentials: ours });
});

test("one fetches the credentials of a role for all clients of a profile, where a code may be asked for", async () => {
  const mfaCode = () => Promise.resolve("123456");
  const of = async (profile: string) =>
    (await clientConfig(await settingsFor(profile, { mfaCode }), "kms")).credentials;
  const [one, again, none] = [await of("app"), await of("app"), await of("people")];
  expect(await of("second")).not.toBe(one);
  expect(one).toBeDefined();
  expect(one).toBe(again);
  expect(none).toBeUndefined();
});
