import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { long } from "../support/long-form.ts";

// The image, built and run by the words of docs/ci.md, where Docker works. It takes minutes and the registry, so only the long form
// does it.

const minutes = (count: number): number => count * 60_000;
const docker = (args: readonly string[], input = "") => {
  const { status, stdout, stderr } = spawnSync("docker", args, {
    encoding: "utf8",
    input,
    maxBuffer: 1 << 28,
  });
  return { exit: status, stdout, stderr };
};
/** The base image, here or by its registry. */
const hasBase = async (): Promise<boolean> => {
  const base = /^FROM (\S+)/m.exec(await readFile("Dockerfile", "utf8"))?.[1] ?? "";
  return docker(["image", "inspect", base]).exit === 0 || docker(["pull", base]).exit === 0;
};
const works = long && docker(["info"]).exit === 0 && (await hasBase());

const image = "kmspol-tried";
const volume = "kmspol-tried-history";
const history = `${volume}:/home/node/.local/state/kmspol`;
const policy = '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "kms=Decrypt" }] }\n';
let folder = "";

describe.runIf(works)("the image", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kmspol-docker-"));
    await writeFile(join(folder, "key-policy.json"), policy);
    // The image's user is another one than whoever made the folder.
    await chmod(folder, 0o755);
    const built = docker(["build", "--tag", image, resolve(".")]);
    expect(built).toMatchObject({ exit: 0 });
  }, minutes(15));
  afterAll(async () => {
    docker(["volume", "rm", "--force", volume]);
    docker(["image", "rm", "--force", image]);
    await rm(folder, { recursive: true, force: true });
  });

  test("checks a folder that it may only read, without a network", () => {
    const offline = ["run", "--rm", "--network", "none", "--read-only", "--volume", `${folder}:/work:ro`];
    expect(docker([...offline, image, "check", "."])).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining("malformed-action") as string,
    });
  });

  test("reads standard input, and tells its help where nothing is asked", () => {
    const inside = docker(["run", "--rm", "--interactive", image, "check", "-"], policy);
    expect(inside).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining("malformed-action") as string,
    });
    expect(docker(["run", "--rm", image])).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining("Usage: kmspol") as string,
    });
  });

  test("is not root, has no sources, and keeps its history in a volume", () => {
    const shell = (script: string) =>
      docker(["run", "--rm", "--volume", history, "--entrypoint", "sh", image, "-c", script]);
    expect(shell("id -un").stdout).toBe("node\n");
    expect(shell("ls -A /src").exit).not.toBe(0);
    expect(shell("touch ~/.local/state/kmspol/kept")).toMatchObject({ exit: 0, stderr: "" });
    expect(shell("ls ~/.local/state/kmspol").stdout).toBe("kept\n");
  });
});
