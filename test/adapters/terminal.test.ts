import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { environmentOf, kmspol, newPlace } from "../support/binary.ts";

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
