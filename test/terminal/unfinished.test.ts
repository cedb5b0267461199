import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { filesLeft, kmspol as asProcess, newPlace, openings, scriptedEditor } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { keys } from "./screen.ts";
import { onTerminal } from "./window.ts";

// An edit that nobody ended is not lost: it is named, and offered again.

const down = (count: number): string => keys.down.repeat(count) + keys.enter;
const backup = "role/service/Backup";
const change = `text.replaceAll("role/App", "${backup}")`;

/** An editor that saves, and has its kmspol killed; when it is opened again it leaves what it finds. */
const killed = async (signal = "SIGKILL") => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const script = `[(text) => ({ text: ${change}, kill: "${signal}" }), (text) => text]`;
  const environment = { KMSPOL_EDITOR: await scriptedEditor(place, script) };
  await asProcess(place, sandbox, ["edit", "alias/app", "--yes"], { environment });
  const file = () =>
    filesLeft(place).then((left) => [...left.keys()].find((path) => path.includes("key-policy")));
  return { place, sandbox, environment, file, isNew: () => sandbox.policyOf("alias/app").includes(backup) };
};

test.each(["SIGKILL", "SIGHUP"])("after %s the next edit offers it, and goes on", async (signal) => {
  const { place, sandbox, environment, file, isNew } = await killed(signal);
  const run = onTerminal(place, sandbox, ["edit", "alias/app"], { environment });
  await run.see("There is an unfinished edit of ");
  await run.see("Go on with it");
  run.type(keys.down, keys.enter);
  await run.see("+++ your edit");
  await run.see("Go on with it");
  run.type(keys.enter);
  await run.see("Save the new text");
  run.type(down(1));
  await run.see("changed and verified");
  expect((await run.ended()).exit).toBe(0);
  expect(isNew()).toBe(true);
  expect(await file()).toBeUndefined();
  expect((await openings(place))[1]).toContain(backup);
});

test("discarded, it is gone", async () => {
  const { place, sandbox, environment, file, isNew } = await killed();
  const run = onTerminal(place, sandbox, ["edit", "alias/app"], { environment });
  await run.see("Go on with it");
  run.type(down(3));
  await run.see("nothing to change");
  await run.ended();
  expect(await file()).toBeUndefined();
  expect(isNew()).toBe(false);
  const again = await kmspol(place, sandbox, ["edit", "alias/app", "--yes"], { environment });
  expect(again.stderr).not.toContain("unfinished");
});

test("without a terminal it is named with its command, which goes on", async () => {
  const { place, sandbox, environment, file, isNew } = await killed();
  const path = (await file()) ?? "";
  const said = await kmspol(place, sandbox, ["edit", "alias/app", "--yes"], { environment });
  expect(said.stderr).toMatch(
    /^kmspol: an unfinished edit of .* UTC is in .*; go on with: kmspol edit alias\/app --from /m,
  );
  expect(await readFile(path, "utf8")).toContain(backup);
  const words = ["edit", "alias/app", "--from", path, "--yes"];
  const went = await kmspol(place, sandbox, words, { environment });
  expect([went.exit, isNew(), await file()], went.stderr).toEqual([0, true, undefined]);
});

test("an edit that was killed before anything was saved is none", async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const script = `[(text) => ({ text, kill: "SIGKILL" }), (text) => text]`;
  const environment = { KMSPOL_EDITOR: await scriptedEditor(place, script) };
  await asProcess(place, sandbox, ["edit", "alias/app", "--yes"], { environment });
  const { stderr } = await kmspol(place, sandbox, ["edit", "alias/app", "--yes"], { environment });
  expect(stderr).not.toContain("unfinished");
});

test("a text with errors goes back into the editor with its findings", async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const bad = sandbox.policyOf("alias/app").replace("role/App", "group/finance");
  await writeFile(join(place.work, "bad.json"), bad);
  const put = await kmspol(place, sandbox, ["put", "alias/app", "bad.json", "--yes"]);
  expect([put.exit, put.stderr]).toEqual([
    3,
    expect.stringContaining(
      "the new text is kept in bad.json; go on with: kmspol edit alias/app --from bad.json",
    ),
  ]);
  expect([...(await filesLeft(place)).keys()].filter((path) => path.includes("/kept/"))).toEqual([]);
  const environment = {
    KMSPOL_EDITOR: await scriptedEditor(place, `[(text) => text.replaceAll("group/finance", "${backup}")]`),
  };
  const edit = await kmspol(place, sandbox, ["edit", "alias/app", "--from", "bad.json", "--yes"], {
    environment,
  });
  expect(edit.exit, edit.stderr).toBe(0);
  expect((await openings(place))[0]).toContain("//~ error group-principal");
  expect(sandbox.policyOf("alias/app")).toContain(backup);
  expect(await readFile(join(place.work, "bad.json"), "utf8")).toBe(bad);
});

/** A program called `code` that opens no window, and comes back. */
const codeThat = async (script: string) => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const folder = join(place.root, "bin");
  await mkdir(folder);
  await writeFile(join(folder, "code"), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, "code"), 0o755);
  return { place, sandbox, environment: { EDITOR: join(folder, "code") } };
};

test("an editor with a window that does not wait: it is said how it waits, and its file stays", async () => {
  const { place, sandbox, environment } = await codeThat("exit 0");
  const run = await kmspol(place, sandbox, ["edit", "alias/app", "--yes"], { environment });
  expect(run.exit).toBe(2);
  expect(run.stderr).toMatch(/came back at once, and its window may still be open/);
  expect(run.stderr).toMatch(/have it wait: \S*code --wait/);
  const [, path = ""] = /the file stays in (\S+);/.exec(run.stderr) ?? [];
  await writeFile(path, (await readFile(path, "utf8")).replaceAll("role/App", backup));
  const next = await kmspol(place, sandbox, ["edit", "alias/app", "--yes"], { environment });
  expect(next.stderr).toContain(`kmspol edit alias/app --from ${path}`);
});

test("an editor with a window that waits: it is said that it is waited for", async () => {
  const { place, sandbox, environment } = await codeThat("exit 0");
  const args = ["edit", "alias/app", "--editor", `${environment.EDITOR} --wait`];
  const run = onTerminal(place, sandbox, args);
  await run.see("waiting for your editor to close the file…");
  await run.see("nothing to change");
  expect((await run.ended()).exit).toBe(0);
});

test("what somebody else changed since is merged, and said first", async () => {
  const { place, sandbox, environment, isNew } = await killed();
  const other = await newPlace();
  const theirs = await kmspol(other, sandbox, ["add-admin", "alias/app", "user/carol", "--yes"]);
  expect(theirs.exit).toBe(0);
  const run = onTerminal(place, sandbox, ["edit", "alias/app"], { environment });
  await run.see("Go on with it");
  run.type(keys.enter);
  await run.see("both changes are merged. Theirs:");
  await run.see("user/carol");
  await run.see("Save the new text");
  run.type("y");
  await run.see("changed and verified");
  await run.ended();
  expect([isNew(), sandbox.policyOf("alias/app").includes("user/carol")]).toEqual([true, true]);
});

describe("where both touch the same", () => {
  const bothTouch = async () => {
    const unfinished = await killed();
    const other = await newPlace();
    const change = (...words: readonly string[]) => kmspol(other, unfinished.sandbox, [...words, "--yes"]);
    await change("add-user", "alias/app", "role/Auditor");
    await change("remove-user", "alias/app", "role/App");
    return { ...unfinished, theirs: unfinished.sandbox.policyOf("alias/app") };
  };

  test("nothing is written where nobody is asked, and both texts are kept", async () => {
    const { place, sandbox, environment, file, theirs } = await bothTouch();
    const words = ["edit", "alias/app", "--from", (await file()) ?? "", "--yes"];
    const { exit, stderr } = await kmspol(place, sandbox, words, { environment });
    const told = stderr.replaceAll(/\s+/g, " ");
    expect([exit, sandbox.policyOf("alias/app")], stderr).toEqual([4, theirs]);
    expect(told).toContain(
      "somebody else changed the policy of alias/app in 111122223333, eu-west-1 meanwhile",
    );
    const [, kept = ""] = /theirs is in (\S+\.\w+)/.exec(told) ?? [];
    expect(await readFile(kept, "utf8")).toBe(theirs);
    expect(told).toContain("your text is kept in ");
  });

  test("on a terminal it is told before the question", async () => {
    const { place, sandbox, environment, theirs } = await bothTouch();
    const run = onTerminal(place, sandbox, ["edit", "alias/app"], { environment });
    await run.see("Go on with it");
    run.type(keys.enter);
    await run.see("takes that back.");
    await run.see("Save the new text");
    run.type("n");
    await run.ended();
    expect(sandbox.policyOf("alias/app")).toBe(theirs);
  });
});
