import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, expect, test, vi } from "vitest";
import { childEnvironment } from "../../src/sandbox/child-environment.ts";
import { newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxProgram } from "../support/sandbox-program.ts";

let program = "";
beforeAll(async () => {
  program = await sandboxProgram();
});

const run = (args: readonly string[], env: Record<string, string> = {}) =>
  execa("node", [program, ...args], { env, reject: false });

const node = (script: string) => ["--", "node", "-e", script];

test("COMMAND sees the sandbox alone; standard output is its own, the banner goes to standard error", async () => {
  const names = [
    "AWS_PROFILE",
    "AWS_SESSION_TOKEN",
    "AWS_REGION",
    "AWS_PAGER",
    "AWS_ENDPOINT_URL",
    "NO_PROXY",
  ];
  const script = `console.log(JSON.stringify(${JSON.stringify(names)}.map((name) => process.env[name] ?? null)))`;
  const env = { AWS_PROFILE: "mine", AWS_SESSION_TOKEN: "mine", AWS_REGION: "us-west-2", AWS_PAGER: "less" };
  const { stdout, stderr, exitCode } = await run(node(script), { ...env, NO_PROXY: "internal" });
  const [profile, token, region, pager, url, direct] = JSON.parse(stdout) as (string | null)[];
  expect([profile, token, region, pager]).toEqual([null, null, "eu-west-1", "less"]);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(direct).toBe("internal,127.0.0.1,localhost");
  expect(stderr).toContain("this is no AWS");
  expect(exitCode).toBe(0);
});

test.each([
  ["its status", node("process.exit(7)"), 7],
  ["128 and the signal that ended it", node("process.kill(process.pid, 'SIGTERM')"), 143],
  ["2 where it cannot be started", ["--", "no-such-command-of-anyone"], 2],
])("the sandbox ends with %s", async (_, args, status) => {
  expect((await run(args)).exitCode).toBe(status);
});

test("flags after -- are the command's", async () => {
  const { stdout } = await run(["--", "node", "-p", "process.argv.length"]);
  expect(stdout).toBe("1");
});

test.each([
  [["--drop", "2"], /--drop <share>.*from 0 to 1/],
  [["--port", "x"], /--port <number>.*whole number/],
  [["--fail", "PutKeyPolicy"], /OPERATION:ERROR:COUNT/],
])("refuses %j", async (args, message) => {
  const { stderr, exitCode } = await run([...args, ...node("")]);
  expect(stderr).toMatch(message);
  expect(exitCode).not.toBe(0);
});

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)("without a command it serves until %s, and cleans up", async (signal, status) => {
  const data = join(mkdtempSync(join(tmpdir(), "kmspol-test-")), "state.json");
  const child = execa("node", [program, "--data", data], { reject: false });
  let banner = "";
  child.stderr.on("data", (chunk: Buffer) => (banner += chunk.toString()));
  await vi.waitUntil(() => banner.includes("444455556666: users"), { timeout: 250_000 });
  expect(banner).toContain("This is no AWS");
  expect(banner).toMatch(/alias\/app\s+SYMMETRIC_DEFAULT, Enabled/);
  const config = /AWS_CONFIG_FILE=(.+)/.exec(banner)![1]!;
  expect(readFileSync(config, "utf8")).toContain("[profile partner]");
  child.kill(signal);
  expect((await child).exitCode).toBe(status);
  expect(existsSync(config)).toBe(false);
  expect(readFileSync(data, "utf8")).toContain("alias/app");
});

test("without a command a shell takes its environment from standard output, which ends at once", async () => {
  const script = `eval "$(node ${program} 2>/dev/null & echo "export STOP=$!")"; echo "$AWS_ENDPOINT_URL $KMSPOL_STATE_DIR"; kill $STOP`;
  const { stdout } = await execa("sh", ["-c", script], { env: { KMSPOL_STATE_DIR: "" } });
  expect(stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+ \/\S*kmspol-sandbox-\S+\/state$/);
});

test("in the background of a shell Ctrl-C is not for it: it serves on", async () => {
  const child = execa("node", [program], { reject: false, stdin: "ignore" });
  let lines = "";
  child.stdout.on("data", (chunk: Buffer) => (lines += chunk.toString()));
  await new Promise((resolve) => child.stdout.on("end", resolve));
  child.kill("SIGINT");
  const url = /AWS_ENDPOINT_URL=(\S+)/.exec(lines)![1]!;
  expect((await fetch(url)).status).toBeGreaterThanOrEqual(400);
  child.kill("SIGTERM");
  expect((await child).exitCode).toBe(143);
});

test("--json: the same as one document", async () => {
  const child = execa("node", [program, "--json"], { reject: false, env: { KMSPOL_STATE_DIR: "" } });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await new Promise((resolve) => child.stdout.on("end", resolve));
  const { url, environment } = JSON.parse(text) as { url: string; environment: Record<string, string> };
  expect(environment).toMatchObject({ AWS_ENDPOINT_URL: url, AWS_REGION: "eu-west-1" });
  expect(environment["KMSPOL_STATE_DIR"]).toMatch(/kmspol-sandbox-/);
  child.kill("SIGTERM");
  expect((await child).exitCode).toBe(143);
});

test("SIGTERM reaches the command first", async () => {
  const started = join(mkdtempSync(join(tmpdir(), "kmspol-test-")), "started");
  const script = `process.on("SIGTERM", () => { console.log("clean"); process.exit(3); });
    require("fs").writeFileSync(${JSON.stringify(started)}, ""); setInterval(() => {}, 1000);`;
  const child = execa("node", [program, ...node(script)], { reject: false });
  await vi.waitUntil(() => existsSync(started), { timeout: 250_000 });
  child.kill("SIGTERM");
  expect(await child).toMatchObject({ stdout: "clean", exitCode: 3 });
});

test("a data file of another kind is refused before the command runs", async () => {
  const data = join(mkdtempSync(join(tmpdir(), "kmspol-test-")), "state.json");
  writeFileSync(data, "[]");
  const { stdout, stderr, exitCode } = await run(["--data", data, ...node("console.log(1)")]);
  expect([stdout, exitCode]).toEqual(["", 2]);
  expect(stderr).toContain("does not hold the state of a sandbox");
});

test("the command's environment keeps all that is not AWS's", () => {
  const kept = childEnvironment(
    {
      PATH: "/bin",
      AWS_ROLE_ARN: "x",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: "x",
      AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "1",
    },
    { AWS_REGION: "eu-west-1" },
  );
  expect(kept).toEqual({
    PATH: "/bin",
    AWS_REGION: "eu-west-1",
    NO_PROXY: "127.0.0.1,localhost",
    no_proxy: "127.0.0.1,localhost",
  });
});

test("a flag of the command to run that stands before -- is told where it belongs", async () => {
  const { exit, stderr } = await kmspol(await newPlace(), undefined, ["sandbox", "bash", "--norc"]);
  expect(exit).toBe(2);
  expect(stderr).toBe(
    "kmspol: unknown flag --norc\nhint: did you mean --port?\nhint: the flags of the command to run stand behind --\n",
  );
});
