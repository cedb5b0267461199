import { execFile, spawnSync } from "node:child_process";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { environmentOf, newPlace, program } from "../support/binary.ts";

const version = /^NVIM v(\d+)\.(\d+)/.exec(String(spawnSync("nvim", ["--version"]).stdout));
const isNew = version !== null && Number(version[1]) * 100 + Number(version[2]) >= 11;

/** The lines of the page that start the server, by the age of the Neovim that is installed. */
const setup = async (): Promise<string> => {
  const page = await readFile("docs/editors.md", "utf8");
  const lines = isNew
    ? /### Neovim\n[^`]*`[^`]*`:\n\n```lua\n([^]*?)```/.exec(page)
    : /Before 0\.11[^`]*```lua\n([^]*?)```/.exec(page);
  expect(lines?.[1]).toContain("kmspol");
  return lines?.[1] ?? "";
};

test.skipIf(version === null)(
  "Neovim shows the findings of a policy, by the lines of docs/editors.md",
  async () => {
    const place = await newPlace();
    const bin = join(place.root, "bin");
    await mkdir(bin);
    await writeFile(join(bin, "kmspol"), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
    await chmod(join(bin, "kmspol"), 0o755);
    const policy = join(place.work, "key-policy.json");
    const statement = {
      ...{ Sid: "Use", Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" } },
      ...{ Action: "kms:Decryptt", Resource: "*" },
    };
    await writeFile(policy, JSON.stringify({ Version: "2012-10-17", Statement: [statement] }, undefined, 2));
    const found = join(place.work, "found.json");
    const script = join(place.work, "init.lua");
    await writeFile(
      script,
      `${await setup()}
vim.cmd("edit " .. ${JSON.stringify(policy)})
vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end, 50)
local codes = {}
for _, one in ipairs(vim.diagnostic.get(0)) do table.insert(codes, one.code or one.user_data.lsp.code) end
vim.fn.writefile({ vim.fn.json_encode(codes) }, ${JSON.stringify(found)})
`,
    );
    const environment = environmentOf(place);
    await promisify(execFile)(
      "nvim",
      ["--headless", "--clean", "-c", "filetype on", "-S", script, "-c", "qall!"],
      {
        cwd: place.work,
        env: { ...environment, PATH: `${bin}:${environment["PATH"] ?? ""}` },
      },
    );
    expect(JSON.parse(await readFile(found, "utf8"))).toContain("unknown-action");
  },
);
