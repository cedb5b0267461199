import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { filesLeft, newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";

const arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

/** Something that answers every request as CloudTrail would. */
const cloudTrail = async (status: number, answer: object): Promise<Record<string, string>> => {
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
      response.end(JSON.stringify(answer));
    });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
  onTestFinished(() => void server.close());
  return { AWS_ENDPOINT_URL_CLOUDTRAIL: `http://127.0.0.1:${port}` };
};

const event = (id: string, policy: string, minutesAgo: number, more: object = {}) => ({
  EventId: id,
  EventTime: Date.now() / 1000 - minutesAgo * 60,
  Username: "terraform",
  CloudTrailEvent: JSON.stringify({
    userIdentity: { arn: "arn:aws:sts::111122223333:assumed-role/Deploy/terraform\u001b[31m" },
    requestParameters: { keyId: arn, policy },
    ...more,
  }),
});

/** A machine on which kmspol has changed the key once, and the text that it put: reading gives it in another order. */
const changed = async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  await kmspol(place, sandbox, ["add-user", "alias/app", "role/service/Backup", "--yes"]);
  const records = [...(await filesLeft(place))].filter(([path]) => path.includes("history"));
  const [put = ""] = records.map(([, text]) => (JSON.parse(text) as { after: string }).after);
  return { place, sandbox, put };
};

test("what CloudTrail saw from elsewhere stands among our own changes", async () => {
  const { place, sandbox, put } = await changed();
  const environment = await cloudTrail(200, {
    Events: [
      event("0001-ours", put, 0),
      event("0002-theirs", "{}", 60),
      event("0003-denied", "{}", 90, { errorCode: "AccessDenied" }),
    ],
  });
  const json = await kmspol(place, sandbox, ["history", "alias/app", "--cloudtrail", "--json"], {
    environment,
  });
  const { changes } = JSON.parse(json.stdout) as { changes: Record<string, unknown>[] };
  expect(changes.map(({ source, outcome, command }) => [source, outcome, command])).toEqual([
    ["kmspol", "verified", ["add-user", "alias/app", "role/service/Backup", "--yes"]],
    ["cloudtrail", "written", []],
    ["cloudtrail", "failed", []],
  ]);
  const text = await kmspol(place, sandbox, ["history", "alias/app", "--cloudtrail"], { environment });
  expect(text).toMatchObject({ exit: 0, stderr: "" });
  expect(text.stdout).toMatch(
    /^@\{0\} .* verified .*\n(?: +\+ role\/service\/Backup: .*\n){2} +kmspol add-user.*\n +0002-the .* written +assumed-role\/Deploy\/terraform\\u001b\[31m\n +from elsewhere, seen by CloudTrail\n +0003-den .* failed/,
  );
});

test.each([
  [
    "CloudTrail denies it",
    400,
    {
      __type: "AccessDeniedException",
      message: "User: x is not authorized to perform: cloudtrail:LookupEvents",
    },
    /cloudtrail:LookupEvents/,
  ],
  [
    "CloudTrail does not exist there",
    400,
    { __type: "UnknownOperationException" },
    /cloudtrail:LookupEvents/,
  ],
] as const)("%s: one note, and our own changes", async (_, status, answer, says) => {
  const { place, sandbox } = await changed();
  const environment = await cloudTrail(status, answer);
  const { exit, stdout, stderr } = await kmspol(place, sandbox, ["history", "alias/app", "--cloudtrail"], {
    environment,
  });
  expect(exit).toBe(0);
  expect(stdout).toContain("kmspol add-user alias/app");
  expect(stderr).toMatch(/^kmspol: CloudTrail cannot be asked, these are only kmspol's own changes: .*\n$/);
  expect(stderr).toMatch(says);
});

test("the sandbox's CloudTrail saw our own change, once; a policy file has none", async () => {
  const { place, sandbox } = await changed();
  const key = await kmspol(place, sandbox, ["history", "alias/app", "--cloudtrail"]);
  expect(key).toMatchObject({ exit: 0, stderr: "" });
  expect(key.stdout.match(/^(?:@\{\d+\}|\S+ .*cloudtrail)/gm)).toEqual(["@{0}"]);
  const file = await kmspol(place, sandbox, ["history", "policy.json", "--cloudtrail"]);
  expect(file).toMatchObject({ exit: 0, stdout: "no changes by kmspol from this machine\n" });
  expect(file.stderr).toMatch(/knows nothing of a policy file/);
});
