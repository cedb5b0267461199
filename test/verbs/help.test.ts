import { readFileSync } from "node:fs";
import { split } from "shlex";
import { describe, expect, test } from "vitest";
import { examplesOf, manPage } from "../../src/verbs/man-page.ts";
import { declaredProgram } from "../../src/program.ts";

const visible = () => {
  const program = declaredProgram();
  return program
    .createHelp()
    .visibleCommands(program)
    .filter((verb) => verb.name() !== "help");
};

/** The words of the example's kmspol call: what stands before a pipe, without redirections. */
const wordsOf = (example: string): string[] => {
  const words = split(example.slice(example.indexOf("kmspol ")).replace(/\)$/, ""));
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

test("the manual page is not stale: node scripts/generate-man.mjs writes it anew", () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  expect(readFileSync("man/kmspol.1", "utf8")).toBe(manPage(declaredProgram(), version));
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
