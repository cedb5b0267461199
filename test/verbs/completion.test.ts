import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { regionNames } from "../../src/policy/region-names.ts";
import { environmentOf, newPlace, type Place, type Run } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";

const run = promisify(execFile);

/** The values that may stand in the place of the last word. */
const offered = async (place: Place, sandbox: Sandbox | undefined, ...words: readonly string[]) =>
  wordsOf(await kmspol(place, sandbox, ["complete", "--", ...words]));

const wordsOf = ({ stdout, stderr, exit }: Run): readonly string[] => {
  expect([exit, stderr]).toEqual([0, ""]);
  return stdout.split("\n").flatMap((line) => line.split("\t")[0] || []);
};

test("verbs, flags, choices and codes need nobody", async () => {
  const place = await newPlace();
  const offer = (...words: readonly string[]) => offered(place, undefined, ...words);
  expect(await offer("")).toEqual(expect.arrayContaining(["list", "edit", "add-user", "who-can"]));
  expect(await offer("")).not.toContain("complete");
  expect(await offer("add-user", "--")).toEqual(expect.arrayContaining(["--yes", "--dry-run", "--region"]));
  expect(await offer("list", "--")).not.toContain("--yes");
  expect(await offer("check", "x.json", "--fail-on", "")).toEqual(
    expect.arrayContaining(["security", "never"]),
  );
  expect(await offer("explain", "")).toEqual(expect.arrayContaining(["group-principal", "lockout"]));
  expect(await offer("completion", "")).toEqual(["bash", "zsh", "fish", "powershell"]);
  expect(await offer("nonsense", "")).toEqual(expect.arrayContaining(["list"]));
  expect(await offered(place, undefined, "get", "alias/")).toEqual([]);
});

test("values that are known here need nobody", async () => {
  const place = await newPlace();
  const offer = (...words: readonly string[]) => offered(place, undefined, ...words);
  expect(await offer("can", "alias/app", "role/App", "kms:D")).toContain("kms:Decrypt");
  expect(await offer("who-can", "alias/app", "kms:Decrypt", "")).toContain("kms:Sign");
  expect(await offer("grant-service", "alias/app", "")).toEqual(
    expect.arrayContaining(["sns", "cloudtrail"]),
  );
  expect(await offer("list", "--region", "")).toEqual(expect.arrayContaining(["eu-west-1", "cn-north-1"]));
  expect(await offer("add-user", "alias/app", "role/App", "--accept", "")).toContain("public-access");
  expect(await offer("add-user", "alias/app", "role/App", "--accept", "")).not.toContain("json-syntax");
  expect(await offer("show", "x.json", "--key-spec", "")).toContain("RSA_2048");
  expect(await offer("list", "--sort", "")).toContain("created");
});

test("what each is to run is completed like a line of its own, without the target", async () => {
  const place = await newPlace();
  const offer = (...words: readonly string[]) => offered(place, undefined, "each", "--all", "--", ...words);
  expect(await offer("")).toEqual(expect.arrayContaining(["check", "add-user"]));
  expect(await offer("")).not.toContain("edit");
  expect(await offer("can", "role/App", "")).toContain("kms:Decrypt");
  expect(await offer("add-user", "role/App", "--")).toContain("--accept");
  expect(await offer("remove-user", "")).toEqual([]);
});

test("profiles and runs are those of this machine", async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const config = join(place.work, "config");
  await writeFile(config, "[default]\nregion = eu-west-1\n[profile partner]\nregion = us-east-1\n");
  const environment = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: join(place.work, "none") };
  const words = ["can", "alias/app", "role/App", "kms:Decrypt", "--account-profile", ""];
  const { stdout } = await kmspol(place, undefined, ["complete", "--", ...words], { environment });
  expect(stdout.trim().split(/\s+/)).toEqual(["default", "partner"]);
  const ran = ["each", "--alias", "app", "--yes", "--", "add-user", "role/service/Backup"];
  expect((await kmspol(place, sandbox, ran)).exit).toBe(0);
  const runs = await offered(place, sandbox, "each", "--undo", "");
  expect(runs).toEqual([expect.stringMatching(/^[0-9a-f]{6,}$/)]);
});

test("whom a verb can let in is asked of IAM", async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const offer = (...words: readonly string[]) => offered(place, sandbox, ...words);
  await expect
    .poll(() => offer("add-user", "alias/app", ""), { timeout: 250_000 })
    .toEqual(expect.arrayContaining(["role/ci/pipelines/Deploy", "user/admin"]));
  const people = await offer("what-can", "");
  expect(people.findIndex((one) => one.startsWith("role/aws-service-role/"))).toBeGreaterThan(
    people.indexOf("user/admin"),
  );
  await expect
    .poll(() => offer("add-group", "alias/app", ""), { timeout: 250_000 })
    .toContain("group/finance");
});

test("the Regions that are offered are those of the SDK", async () => {
  const folder = "node_modules/@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js";
  const text = await readFile(resolve(folder), "utf8");
  const known = [...text.matchAll(/^ {16}"([a-z-]+-\d)"/gm)].map((found) => found[1]);
  expect(known.length).toBeGreaterThan(30);
  expect([...regionNames].sort()).toEqual(known.sort());
});

test("keys of the account are fetched once, and then are there at once", async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  await expect.poll(() => offered(place, sandbox, "edit", ""), { timeout: 250_000 }).toContain("alias/app");
  // The id of a key that has an alias is offered to who begins to type it.
  const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
  expect(await offered(place, sandbox, "edit", "")).not.toContain(id);
  expect(await offered(place, sandbox, "edit", "12")).toContain(id);
  expect(await offered(place, sandbox, "edit", "")).not.toContain("alias/aws/s3");
  await sandbox.close();
  expect(await offered(place, sandbox, "show", "")).toContain("alias/app");
  expect(await offered(place, sandbox, "show", "--region", "us-east-1", "")).toEqual([]);
});

test("whom a verb can take out is read from the policy", async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const offer = (...words: readonly string[]) => offered(place, sandbox, ...words);
  await expect.poll(() => offer("remove-user", "alias/app", ""), { timeout: 250_000 }).toEqual(["role/App"]);
  await expect
    .poll(() => offer("remove-admin", "alias/app", ""), { timeout: 250_000 })
    .toEqual(["role/Admin"]);
});

// Bash runs what stands unquoted on its line; an IAM path may hold nearly every character.
test("what a shell would run, or take for several words, is not offered", async () => {
  const place = await newPlace();
  const hostile = [
    "$(id>pwned)",
    "`id`",
    "a;id",
    "a|id",
    "a&id",
    "a b",
    "a'b",
    'a"b',
    "a>b",
    "a*",
    "a{b,c}",
    "a\u202eb",
    "a\u001bb",
  ];
  const names = ["App", "team/App_1+=,.@-", ...hostile];
  const AWS = names.map((name) => `arn:aws:iam::111122223333:role/${name}`);
  const use = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];
  const statement = { Effect: "Allow", Principal: { AWS }, Action: use, Resource: "*" };
  await writeFile(
    join(place.work, "evil.json"),
    JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
  );
  const offer = () => offered(place, undefined, "remove-user", "./evil.json", "");
  await expect
    .poll(async () => (await offer()).map((word) => word.replace(/^.*role\//, "role/")), { timeout: 250_000 })
    .toEqual(["role/App", "role/team/App_1+=,.@-"]);
});

/** What bash puts on the command line for a line typed so far. */
const bashReplies = async (place: Place, line: string): Promise<readonly string[]> => {
  const words = line.split(" ");
  const program = `source completion.bash
COMP_LINE=${JSON.stringify(line)}; COMP_POINT=\${#COMP_LINE}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}
_kmspol; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await run("bash", ["-c", program], {
    cwd: place.work,
    env: { ...environmentOf(place), PATH: `${place.work}:${process.env["PATH"] ?? ""}` },
  });
  return stdout.split("\n").filter((reply) => reply !== "");
};

test("bash completes with the script, and evaluates nothing that is typed", async () => {
  const place = await newPlace();
  const { stdout } = await kmspol(place, undefined, ["completion", "bash"]);
  await writeFile(join(place.work, "completion.bash"), stdout);
  const program = `#!/bin/sh\nexec "${process.execPath}" "${resolve("bin/kmspol.js")}" "$@"\n`;
  await writeFile(join(place.work, "kmspol"), program, { mode: 0o755 });
  expect(await bashReplies(place, "kmspol add-u")).toEqual(["add-user"]);
  expect(await bashReplies(place, "kmspol check x.json --fail-on s")).toEqual(["security", "suggestion"]);
  expect(await bashReplies(place, "kmspol get $(touch\\ ${HOME}/evil)")).toEqual([]);
  await expect(run("ls", [join(place.home, "evil")])).rejects.toThrow();
});

test("a dead endpoint: nothing is offered, and nobody is asked again at the next Tab", async () => {
  const place = await newPlace();
  const silent = createServer(() => undefined).listen(0, "127.0.0.1");
  onTestFinished(() => void silent.close());
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  let asked = 0;
  // The keys are asked for beside their aliases, each by a connection of its own.
  silent.on("connection", (socket) =>
    socket.on("data", (bytes: Buffer) => {
      if (bytes.includes("TrentService.ListAliases")) asked += 1;
    }),
  );
  const environment = {
    ...{ AWS_REGION: "eu-west-1", AWS_ACCESS_KEY_ID: "AKIA", AWS_SECRET_ACCESS_KEY: "none" },
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
  };
  const tab = () => kmspol(place, undefined, ["complete", "--", "get", "alias/"], { environment });
  for (let n = 0; n < 3; n++) expect(await tab()).toMatchObject({ exit: 0, stdout: "", stderr: "" });
  await expect.poll(() => asked, { timeout: 250_000 }).toBe(1);
});
