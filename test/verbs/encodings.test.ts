import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { within } from "../support/in-process.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// A policy behind a byte order mark is read, and the file keeps its mark; what is encoded otherwise is told by its name.

const account = "111122223333";
const arn = (what: string) => `arn:aws:iam::${account}:${what}`;
const policy = (...who: readonly string[]) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: [arn("root"), ...who] }, Action: "kms:*", Resource: "*" },
    ],
  });
const yaml = `Version: "2012-10-17"\nStatement:\n  - Effect: Allow\n    Principal: {AWS: "${arn("root")}"}\n    Action: kms:*\n    Resource: "*"\n`;
const template = `Resources:\n  Key:\n    Type: AWS::KMS::Key\n    Properties:\n      KeyPolicy:\n${yaml.replaceAll(/^/gm, "        ")}`;

const place = async () => {
  const state = await mkdtemp(join(tmpdir(), "kmspol-encodings-"));
  const write = async (name: string, text: string | Uint8Array) => {
    const path = join(state, name);
    await writeFile(path, text);
    return path;
  };
  return { state, write, run: (...args: readonly string[]) => within({ state }, args) };
};

test.each([
  ["policy.json", policy()],
  ["policy.jsonc", `// of the app\n${policy()}`],
  ["policy.yaml", yaml],
  ["template.yaml", template],
])("%s with a byte order mark: read with a note, changed, and undone byte for byte", async (name, text) => {
  const { write, run } = await place();
  const path = await write(name, `\uFEFF${text}`);
  const checked = await run("check", path, "--account", account);
  expect(checked.exit).toBe(0);
  expect(checked.stderr.replaceAll("\n  ", " ")).toContain("begins with a byte order mark");
  expect(checked.stdout).not.toContain("json-syntax");
  const target = name === "template.yaml" ? `${path}#Key` : path;
  const added = await run("add-user", target, "role/App", "--account", account, "--yes");
  expect([added.exit, added.stderr]).toEqual([0, expect.stringContaining("role/App gains use")]);
  const after = await readFile(path, "utf8");
  expect(after.startsWith("\uFEFF")).toBe(true);
  expect(after.indexOf("\uFEFF", 1)).toBe(-1);
  expect(after).toContain("role/App");
  expect((await run("undo", target, "--yes")).exit).toBe(0);
  expect(await readFile(path, "utf8")).toBe(`\uFEFF${text}`);
});

test("what is put has no byte order mark", async () => {
  const { write, state } = await place();
  const sandbox = await sandboxForTest();
  const path = await write("policy.json", `\uFEFF${policy(arn("user/admin"))}`);
  const { exit } = await within({ state, sandbox }, ["put", "alias/app", path, "--yes"]);
  expect(exit).toBe(0);
  expect(sandbox.policyOf("alias/app")).not.toContain("\uFEFF");
  expect((await within({ state, sandbox }, ["diff", "alias/app", path, "--exit-code"])).exit).toBe(0);
});

const base64 = Buffer.from(policy()).toString("base64");
const html = policy().replaceAll('"', "&quot;");

test.each([
  ["base64", base64, "encoded in base64", "base64 -d"],
  ["base64 in lines", base64.replace(/.{76}/g, "$&\n"), "encoded in base64", "base64 -d"],
  ["URL", encodeURIComponent(policy()), "URL-encoded", "unquote"],
  ["URL, after white space", `%20%0A${encodeURIComponent(policy())}`, "URL-encoded", "unquote"],
  ["URL, with + for blanks", `+${encodeURIComponent(policy())}`, "URL-encoded", "unquote"],
  ["HTML", html, "written for HTML", "html.unescape"],
  ["HTML by numbers", html.replaceAll("&quot;", "&#34;"), "written for HTML", "html.unescape"],
  ["UTF-16", Buffer.from(`\uFEFF${policy()}`, "utf16le"), "UTF-16", "iconv"],
  ["UTF-16 without a mark", Buffer.from(policy(), "utf16le"), "UTF-16LE", "iconv"],
  ["JSON in JSON", JSON.stringify(policy()), "JSON text within a JSON text", "jq -r ."],
])("%s is told by its name, with what turns it back", async (_, text, words, hint) => {
  const { write, run } = await place();
  const path = await write("policy.json", text);
  for (const line of [
    ["check", path],
    ["show", path],
    ["add-user", path, "role/App", "--account", account, "--yes"],
  ]) {
    const { exit, stderr } = await run(...line);
    expect(exit).toBe(2);
    expect(stderr.replaceAll("\n  ", " ")).toContain(words);
    expect(stderr.replaceAll("\n  ", " ")).toContain(hint);
  }
});

test.each([
  ["a word", "cGxhaW4gd29yZHM="],
  ["base64 of what is no JSON", Buffer.from("plain words, and a lot of them").toString("base64")],
  ["a broken policy with a quotation mark of HTML in it", `{"Version":"2012-10-17","Statement":[&quot;]}`],
])("%s is not taken for an encoded policy", async (_, text) => {
  const { write, run } = await place();
  const { stdout, stderr } = await run("check", await write("policy.json", text));
  expect(stdout + stderr).not.toMatch(/encoded|HTML/);
});

test.each(["!Sub", "!Ref", "!GetAtt", "!Join"])(
  "%s in a policy by itself is read, not taken for a fault",
  async (tag) => {
    const { write, run } = await place();
    const principal = `${tag} "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:root"`;
    const text = yaml.replace(`"${arn("root")}"`, principal);
    const { exit, stdout } = await run("check", await write("policy.yaml", text));
    expect([exit, stdout]).toEqual([0, expect.not.stringMatching(/json-syntax|lockout/)]);
    // A list of statements is no policy.
    const piece = await run(
      "check",
      await write("piece.yaml", `- Effect: Allow\n  Principal: {AWS: ${principal}}\n`),
    );
    expect([piece.exit, piece.stderr.replaceAll("\n  ", " ")]).toEqual([
      2,
      expect.stringContaining("a piece of a CloudFormation template"),
    ]);
  },
);
