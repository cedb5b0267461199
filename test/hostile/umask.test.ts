import { chmod, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { environmentOf, newPlace, scriptedEditor } from "../support/binary.ts";
import { sandboxForTest } from "../support/sandbox.ts";

// What kmspol keeps is the user's alone, whatever the umask; a policy file keeps the mode that it has.

test.each(["000", "077"])("umask %s", async (umask) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const run = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
    execa(
      "sh",
      [
        "-c",
        `umask ${umask}; exec "$0" "$@"`,
        process.execPath,
        environmentOf(place)["OTHER_KMSPOL"] ?? "",
        ...args,
      ],
      {
        cwd: place.work,
        env: { ...environmentOf(place), ...sandbox.environment, ...environment },
        extendEnv: false,
        reject: false,
      },
    );
  // The editor says how its file and its folder look, and fails: the text is kept.
  const script = `[async (text, { file }) => {
    const { statSync, writeFileSync } = await import("node:fs");
    const { dirname } = await import("node:path");
    const modes = [file, dirname(file)].map((path) => (statSync(path).mode & 0o777).toString(8));
    writeFileSync(${JSON.stringify(join(place.root, "modes"))}, modes.join(" "));
    return { text: text.replaceAll("role/App", "role/service/Backup"), exit: 1 };
  }]`;
  const edit = await run(["edit", "alias/app", "--yes"], {
    KMSPOL_EDITOR: await scriptedEditor(place, script),
  });
  expect(edit.exitCode, edit.stderr).toBe(130);
  expect(await readFile(join(place.root, "modes"), "utf8")).toBe("600 700");

  const add = await run(["add-user", "alias/app", "role/service/Backup", "--yes"]);
  expect(add.exitCode, add.stderr).toBe(0);
  const modes = await modesBelow(place.state);
  expect(modes.size).toBeGreaterThan(2);
  for (const [path, mode] of modes)
    expect([path, mode]).toEqual([path, path.endsWith(".json") ? "600" : "700"]);
  for (const [path, mode] of await modesBelow(place.temporary))
    expect([path, mode]).toEqual([path, path.endsWith(".jsonc") ? "600" : "700"]);

  const file = join(place.work, "policy.json");
  await writeFile(file, sandbox.policyOf("alias/legacy"));
  await chmod(file, 0o664);
  const change = await run(["add-user", "policy.json", "role/App", "--account", "111122223333", "--yes"]);
  expect(change.exitCode, change.stderr).toBe(0);
  expect((await stat(file)).mode & 0o777).toBe(0o664);
});

const modesBelow = async (folder: string): Promise<ReadonlyMap<string, string>> => {
  const names = await readdir(folder, { recursive: true });
  const paths = [folder, ...names.map((name) => join(folder, name))].slice(folder.endsWith("tmp") ? 1 : 0);
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path, ((await stat(path)).mode & 0o777).toString(8)] as const),
    ),
  );
};
