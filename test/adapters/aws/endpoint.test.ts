import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KMSClient } from "@aws-sdk/client-kms";
import { expect, onTestFinished, test } from "vitest";
import { clientConfig } from "../../../src/adapters/aws/client-config.ts";
import { callAws } from "../../../src/adapters/aws/call.ts";
import type { AwsService, AwsSettings } from "../../../src/adapters/aws/settings.ts";
import { writeProfiles } from "../../../src/sandbox/profiles.ts";
import { newPlace } from "../../support/binary.ts";
import { kmspol } from "../../support/here.ts";
import { sandboxForTest } from "../../support/sandbox.ts";

// Where requests go: flag, environment, the profile's services section, its endpoint_url; the same for --profile and
// AWS_PROFILE.

const config = `# the default profile is a test server
[default]
endpoint_url = http://default:1

[profile plain]
region = eu-west-1

[profile "local"] ; quoted
endpoint_url = http://local:2   # a comment

[profile split]
services = lab
endpoint_url = http://split:3
s3 =
  endpoint_url = http://not-for-us:9

[services lab]
s3 =
    endpoint_url = http://s3:4
kms =
    endpoint_url = https://vpce-1.kms.eu-west-1.vpce.amazonaws.com
iam =
    other = thing

[profile deaf]
endpoint_url = http://deaf:5
ignore_configured_endpoint_urls = TRUE

[profile wrong]
endpoint_url = localhost:4566

[profile torn]
services = nowhere
`;
const credentials = `[keys]
endpoint_url = http://keys:6
`;

interface Given {
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const settingsOf = async ({ profile, endpointUrl, environment = {} }: Given): Promise<AwsSettings> => {
  const folder = await mkdtemp(join(tmpdir(), "kmspol-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const files = {
    AWS_CONFIG_FILE: join(folder, "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials"),
  };
  await writeFile(files.AWS_CONFIG_FILE, config);
  await writeFile(files.AWS_SHARED_CREDENTIALS_FILE, credentials.replaceAll("\n", "\r\n"));
  const clock = { now: () => new Date(), sleep: () => Promise.resolve() };
  return { profile, endpointUrl, region: undefined, environment: { ...files, ...environment }, clock };
};

const endpointOf = async (given: Given, service: AwsService): Promise<unknown> =>
  (await clientConfig(await settingsOf(given), service)).endpoint;

const all = { AWS_ENDPOINT_URL: "http://all:7" };
const kms = { AWS_ENDPOINT_URL_KMS: "http://kms:8" };
const deaf = { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" };
const flag = { endpointUrl: "http://flag:9" };
const vpce = "https://vpce-1.kms.eu-west-1.vpce.amazonaws.com";

const cases: readonly (readonly [Given, AwsService, string | undefined])[] = [
  [{}, "kms", "http://default:1"],
  [{ profile: "plain" }, "kms", undefined],
  [{ environment: { AWS_PROFILE: "plain" } }, "kms", undefined],
  [{ profile: "local" }, "kms", "http://local:2"],
  [{ profile: "local" }, "iam", "http://local:2"],
  [{ environment: { AWS_PROFILE: "local" } }, "kms", "http://local:2"],
  [{ profile: "local", environment: { AWS_PROFILE: "split" } }, "kms", "http://local:2"],
  [{ profile: "keys" }, "kms", "http://keys:6"],
  [{ profile: "split" }, "kms", vpce],
  [{ profile: "split" }, "iam", "http://split:3"],
  [{ profile: "split" }, "cloudtrail", "http://split:3"],
  [{ environment: { AWS_PROFILE: "split" } }, "kms", vpce],
  [{ profile: "local", environment: all }, "kms", "http://all:7"],
  [{ profile: "split", environment: all }, "kms", "http://all:7"],
  [{ profile: "local", environment: { ...all, ...kms } }, "kms", "http://kms:8"],
  [{ profile: "local", environment: kms }, "sts", "http://local:2"],
  [{ profile: "local", environment: { AWS_ENDPOINT_URL: "" } }, "kms", "http://local:2"],
  [{ profile: "deaf" }, "kms", undefined],
  [{ profile: "deaf", environment: all }, "kms", undefined],
  [
    { profile: "deaf", environment: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "false" } },
    "kms",
    "http://deaf:5",
  ],
  [{ profile: "local", environment: { ...all, ...deaf } }, "kms", undefined],
  [{ ...flag, profile: "local", environment: { ...all, ...kms, ...deaf } }, "kms", "http://flag:9"],
  [{ ...flag, profile: "split" }, "sts", "http://flag:9"],
  // An endpoint of KMS alone answers for nothing else.
  [{ endpointUrl: vpce, profile: "plain" }, "kms", vpce],
  [{ endpointUrl: vpce, profile: "plain" }, "sts", undefined],
  ...["https://kms.cn-north-1.amazonaws.com.cn", "https://kms.eusc-de-east-1.amazonaws.eu"].map(
    (endpointUrl) => [{ endpointUrl, profile: "plain" }, "iam", undefined] as const,
  ),
  [{ endpointUrl: "https://kms.eu-west-1.api.aws", profile: "plain" }, "sts", undefined],
  [{ endpointUrl: "https://not-amazonaws.com", profile: "plain" }, "sts", "https://not-amazonaws.com"],
];

test.each(cases)("%o: %s is reached at %s", async (given, service, url) => {
  expect(await endpointOf(given, service)).toBe(url);
});

test.each([
  ["wrong", "bad-endpoint", "the profile's endpoint_url localhost:4566"],
  ["torn", "unknown-profile", "services section nowhere"],
  ["nobody", "unknown-profile", "nobody"],
])("the profile %s is refused: %s", async (profile, code, words) => {
  await expect(endpointOf({ profile }, "kms")).rejects.toMatchObject({
    code,
    message: expect.stringContaining(words) as string,
  });
});

// The sandbox's profiles have their endpoint_url; nothing in the environment tells it, and the default profile's is dead.
test.each([
  [["get", "alias/app", "--profile", "admin-role"], 0],
  [["get", "alias/app", "--profile", "alice"], 5],
  [["show", "alias/shared", "--profile", "partner"], 0],
  [
    [
      ...["can", "alias/app", "arn:aws:iam::444455556666:role/Reader", "kms:Decrypt"],
      ...["--profile", "auditor", "--account-profile", "partner"],
    ],
    1,
  ],
])("%j asks the profile's endpoint", async (args, exit) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const environment = await writeProfiles(sandbox, join(place.root, "aws"));
  const file = environment["AWS_CONFIG_FILE"] ?? "";
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replace(/(\[default\][^[]*endpoint_url = )\S+/, "$1http://127.0.0.1:9"));
  const run = await kmspol(place, undefined, args, { environment });
  expect({ exit: run.exit, stderr: run.stderr.replace(/kmspol: .*may not.*\n(.*\n)*/, "") }).toEqual({
    exit,
    stderr: "",
  });
  expect(sandbox.requests.length).toBeGreaterThan(0);
});

const refused = Object.assign(new Error("connect ECONNREFUSED 10.0.0.1:443"), { code: "ECONNREFUSED" });

// A place that is set and does not count is no cause of the failure.
const failures: readonly (readonly [string, Given, where: string, hint: string])[] = [
  ["nothing is set", { profile: "plain" }, "10.0.0.1:443", "check the network and --region"],
  ["the flag", { ...flag, environment: all }, "http://flag:9", "check the network and --endpoint-url"],
  [
    "one of KMS",
    { environment: { ...all, ...kms } },
    "http://kms:8",
    "check the network and AWS_ENDPOINT_URL_KMS",
  ],
  ["one for all", { environment: all }, "http://all:7", "check the network and AWS_ENDPOINT_URL"],
  [
    "the variables are ignored",
    { profile: "local", environment: { ...all, ...kms, ...deaf } },
    "10.0.0.1:443",
    "check the network and --region",
  ],
  [
    "the profile ignores them",
    { profile: "deaf", environment: all },
    "10.0.0.1:443",
    "check the network and --region",
  ],
  [
    "the profile's own",
    { profile: "local" },
    "http://local:2",
    "check the network and the profile's endpoint_url",
  ],
];

test.each(failures)("where a request failed, and what to look at: %s", async (_, given, where, hint) => {
  const request = { operation: "kms:GetKeyPolicy", about: "alias/app" };
  const client = new KMSClient({ credentials: { accessKeyId: "a", secretAccessKey: "s" } });
  await expect(
    callAws(await settingsOf(given), request, client, () => Promise.reject(refused)),
  ).rejects.toMatchObject({
    code: "unreachable",
    message: `the endpoint ${where} cannot be reached (ECONNREFUSED)`,
    hint,
  });
});
