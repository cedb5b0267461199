import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { split } from "shlex";
import { describe, expect, test } from "vitest";
import { examplesOf, manPages } from "../../src/verbs/man-page.ts";
import { declaredProgram } from "../../src/verbs/command-tree.ts";

const visible = () => {
  const program = declaredProgram();
  return program
    .createHelp()
    .visibleCommands(program)
    .filter((verb) => verb.name() !== "help");
};

/** The words of the example's kmspol call: what stands before a pipe, without redirections. */
const wordsOf = (example: string): string[] => {
  const inShell = /\$\((kmspol [^)]*?) &\)/.exec(example)?.[1];
  const words = split(inShell ?? example.slice(example.indexOf("kmspol ")).replace(/\)$/, ""));
  const end = words.findIndex((word) => ["|", ">", "<", "&&", "||", ";"].includes(word));
  return words.slice(1, end < 0 ? undefined : end);
};

describe.each(visible().map((verb) => [verb.name(), verb] as const))("%s", (name, verb) => {
  test("says what it does in a sentence, and shows two examples", () => {
    expect(verb.summary() || verb.description()).toMatch(/^[^.]+\.?$/);
    expect(verb.description()).toMatch(/^[A-Z][^]*[^.]\.?$/);
    expect(examplesOf(verb).length).toBeGreaterThanOrEqual(2);
    expect(examplesOf(verb).some(([command]) => command.includes(`kmspol ${name}`))).toBe(true);
  });

  test.each(examplesOf(verb))("its example parses: %s", async (command) => {
    const program = declaredProgram();
    const ran: string[] = [];
    for (const other of program.commands) other.action(() => void ran.push(other.name()));
    await program.parseAsync(wordsOf(command), { from: "user" });
    expect(ran).toHaveLength(1);
  });
});

test("the manual pages are not stale: node scripts/generate-man.mjs writes them anew", () => {
  const { version, man } = JSON.parse(readFileSync("package.json", "utf8")) as {
    version: string;
    man: readonly string[];
  };
  const pages = manPages(declaredProgram(), version);
  expect(Object.fromEntries(man.map((path) => [path, readFileSync(path, "utf8")]))).toEqual(
    Object.fromEntries([...pages].map(([name, text]) => [`man/${name}`, text])),
  );
});

const groff = spawnSync("groff", ["--version"]).status === 0;

// As `man` runs it for each of them.
test.skipIf(!groff)("groff renders every page without a warning", () => {
  const names = readdirSync("man");
  const { status, stdout, stderr } = spawnSync("groff", ["-Tutf8", "-man", "-ww", ...names], {
    cwd: "man",
    encoding: "utf8",
    env: { ...process.env, GROFF_NO_SGR: "1", LC_ALL: "C.UTF-8" },
  });
  expect([status, stderr]).toEqual([0, ""]);
  const pages = stdout.replace(/.\x08/g, "").split(/\n(?=KMSPOL[A-Z-]*\(1\) )/);
  expect(pages.map((page) => page.trim().split("(")[0])).toEqual(
    names.map((name) => name.replace(/\.1$/, "").toUpperCase()),
  );
  for (const page of pages)
    for (const section of ["NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS"])
      expect(page).toMatch(new RegExp(`^${section}$`, "m"));
});

test("every verb has a page, with each of its flags", () => {
  for (const verb of visible()) {
    const text = readFileSync(`man/kmspol-${verb.name()}.1`, "utf8").replaceAll("\\-", "-");
    for (const { flags, hidden } of verb.options) if (!hidden) expect(text).toContain(`.B ${flags}`);
  }
});

test("the README tells of each variable of kmspol's own that the manual page lists", () => {
  const variables =
    readFileSync("man/kmspol.1", "utf8")
      .match(/^\.B .*KMSPOL_.*$/gm)
      ?.join(" ") ?? "";
  const names = variables.match(/KMSPOL_\w+/g) ?? [];
  expect(names).toContain("KMSPOL_PAGER");
  const readme = readFileSync("README.md", "utf8");
  expect(names.filter((name) => !readme.includes(name))).toEqual([]);
});
