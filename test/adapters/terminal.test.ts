import { readdir, readlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { execa } from "execa";
import { expect, test } from "vitest";
import { environmentOf, kmspol as asProcess, newPlace } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";

const policy = (role: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: Array.from({ length: 100 }, (_, number) => ({
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::111122223333:role/${role}-${number}` },
      Action: ["kms:Decrypt", "kms:Encrypt"],
      Resource: "*",
    })),
  });

// Another program may have told the pipe that both write to not to wait: here the loaded stream does.
test.each([
  ["waits for", []],
  ["is not let to wait for", ["--import", "data:text/javascript,process.stdout"]],
])(
  "a pipe that kmspol %s: a slow reader gets every byte, one that goes away is no failure",
  async (_, before) => {
    const place = await newPlace();
    await writeFile(join(place.work, "a.json"), policy("old"));
    await writeFile(join(place.work, "b.json"), policy("new"));
    const args = ["diff", "a.json", "b.json", "--json"];
    const { stdout } = await kmspol(place, undefined, args);
    expect(stdout.length).toBeGreaterThan(65_536);

    const program = [...before, resolve(process.env["KMSPOL_PROGRAM"] ?? "bin/kmspol.js"), ...args];
    const into = async (reader: string) => {
      const line = `{ "$0" "$@"; echo "exit $?" >&2; } | { ${reader}; }`;
      return execa("sh", ["-c", line, process.execPath, ...program], {
        cwd: place.work,
        env: environmentOf(place),
        extendEnv: false,
        stripFinalNewline: false,
      });
    };
    expect(await into("sleep 1; cat")).toMatchObject({ stdout, stderr: "exit 0\n" });
    expect(await into("head -c 5")).toMatchObject({ stdout: stdout.slice(0, 5), stderr: "exit 0\n" });
  },
);

// /dev/full of Linux: what is written there finds the disk full.
test.each([
  [["check", "a.json"]],
  [["check", "a.json", "--json"]],
  [["get", "--help"]],
  [["--version"]],
  [["add-user", "a.json", "arn:aws:iam::111122223333:user/alice", "--dry-run"]],
])("%j into a full disk says so", async (args) => {
  const place = await newPlace();
  const file = join(place.work, "a.json");
  await writeFile(file, policy("old"));
  const line = `exec "$0" "$@" > /dev/full`;
  const program = [resolve(process.env["KMSPOL_PROGRAM"] ?? "bin/kmspol.js"), ...args];
  const options = { cwd: place.work, env: environmentOf(place), extendEnv: false, reject: false };
  const { exitCode, stderr } = await execa("sh", ["-c", line, process.execPath, ...program], options);
  expect(stderr.split("\n").slice(-2)).toEqual([
    "kmspol: standard output cannot be written: the disk is full",
    "hint: make room or send it elsewhere; a change that was asked for may be written all the same",
  ]);
  expect(exitCode).toBe(3);
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s ends the wait for a pipe that nobody writes to",
  async (signal) => {
    const place = await newPlace();
    const pipe = join(place.work, "pipe");
    await execa("mkfifo", [pipe]);
    const program = resolve(process.env["KMSPOL_PROGRAM"] ?? "bin/kmspol.js");
    const run = execa(process.execPath, [program, "check", pipe], {
      ...{ cwd: place.work, env: environmentOf(place), extendEnv: false, reject: false },
    });
    await opened(run.pid, pipe);
    run.kill(signal);
    expect((await run).exitCode).toBe(signal === "SIGTERM" ? 143 : 130);
  },
);

test("a named pipe is read to its end", async () => {
  const place = await newPlace();
  await execa("mkfifo", [join(place.work, "pipe")]);
  await writeFile(join(place.work, "a.json"), policy("old"));
  const read = asProcess(place, undefined, ["check", "./pipe", "--json"]);
  await execa("sh", ["-c", "{ head -c 3000; sleep 0.2; cat; } < a.json > pipe"], { cwd: place.work });
  const { stdout } = await kmspol(place, undefined, ["check", "a.json", "--json"]);
  expect((await read).stdout).toBe(stdout.replaceAll("a.json", "./pipe"));
});

/** Waits until a process has the pipe open. */
const opened = async (pid: number | undefined, pipe: string): Promise<void> => {
  const folder = `/proc/${pid}/fd`;
  for (;;) {
    const links = await Promise.all(
      (await readdir(folder)).map((name) => readlink(join(folder, name)).catch(() => "")),
    );
    if (links.includes(pipe)) return;
    await setTimeout(10);
  }
};
