import { rm } from "node:fs/promises";
import { join } from "node:path";
import { split } from "shlex";
import { expect, test } from "vitest";
import { filesLeft, kmspol as asProcess, newPlace, scriptedEditor } from "../support/binary.ts";
import { kmspol } from "../support/here.ts";
import { sample } from "../support/long-form.ts";
import { sandboxForTest } from "../support/sandbox.ts";
import { keys } from "./screen.ts";
import { onTerminal } from "./window.ts";

interface Listed {
  readonly kept: readonly {
    readonly id: string;
    readonly what: string;
    readonly at: string;
    readonly key?: string;
    readonly file: string;
    readonly command?: string;
  }[];
}

const backup = "role/service/Backup";

/** An edit of alias/app whose process was killed, and one of alias/tokens whose text could not be written. */
const twoKept = async () => {
  const [place, sandbox] = [await newPlace(), await sandboxForTest()];
  const edit = async (alias: string, script: string, fails: object = {}) => {
    const environment = { KMSPOL_EDITOR: await scriptedEditor(place, script) };
    return asProcess(place, sandbox, ["edit", alias, "--yes"], { environment, ...fails });
  };
  await edit(
    "alias/app",
    `[(text) => ({ text: text.replaceAll("role/App", "${backup}"), kill: "SIGKILL" })]`,
  );
  const putting = await kmspol(place, sandbox, ["put", "alias/tokens", "-", "--yes"], {
    input: sandbox.policyOf("alias/tokens").replace(/"Version" ?: ?"2012-10-17"/, '"Version": "1812-10-17"'),
  });
  expect([putting.exit, putting.stderr]).toEqual([3, expect.stringContaining("/kept/")]);
  const listed = async () =>
    (JSON.parse((await kmspol(place, sandbox, ["kept", "--json"])).stdout) as Listed).kept;
  return { place, sandbox, listed };
};

test("what was kept is listed, newest first, with its key and the command that goes on", async () => {
  const { place, sandbox, listed } = await twoKept();
  const [text, edit] = await listed();
  expect([text?.what, edit?.what]).toEqual(["text", "edit"]);
  expect([text?.key, edit?.key]).toEqual([
    expect.stringMatching(/^arn:aws:kms:.*:key\//),
    expect.stringMatching(/^arn:aws:kms:.*:key\//),
  ]);
  const page = (await kmspol(place, sandbox, ["kept"])).stdout;
  expect(page).toContain(`unfinished edit  alias/app in 111122223333, eu-west-1`);
  expect(page).toContain(`kept text  alias/tokens in 111122223333, eu-west-1`);
  for (const one of [text, edit]) expect(page).toContain(`    ${one?.command ?? ""}\n`);
  const on = { environment: { KMSPOL_EDITOR: "true" } };
  const went = await kmspol(place, sandbox, [...split(edit?.command ?? "").slice(1), "--yes"], on);
  expect([went.exit, went.stdout]).toEqual([0, expect.stringContaining("changed and verified")]);
  expect(sandbox.policyOf("alias/app")).toContain(backup);
  expect((await listed()).map(({ what }) => what)).toEqual(["text"]);
});

test("discarded, texts and their notes are gone; nothing else is", async () => {
  const { place, sandbox, listed } = await twoKept();
  const [text] = await listed();
  const no = await kmspol(place, sandbox, ["kept", "--discard", "all"]);
  expect([no.exit, no.stderr]).toEqual([2, expect.stringContaining("--yes")]);
  const unknown = await kmspol(place, sandbox, ["kept", "--discard", "zzzz"]);
  expect([unknown.exit, unknown.stderr]).toEqual([2, expect.stringContaining("no text zzzz is kept")]);
  const one = await kmspol(place, sandbox, ["kept", "--discard", text?.id ?? ""]);
  expect([one.exit, one.stdout]).toEqual([0, expect.stringMatching(/^discarded .*alias\/tokens/)]);
  expect((await listed()).map(({ what }) => what)).toEqual(["edit"]);
  expect((await kmspol(place, sandbox, ["kept", "--discard", "all", "--yes"])).exit).toBe(0);
  expect((await kmspol(place, sandbox, ["kept"])).stdout).toBe("nothing is kept\n");
  const left = [...(await filesLeft(place)).keys()].filter((path) => /key-policy|kept|edits/.test(path));
  expect(left).toEqual([]);
});

test("a text without its note is listed all the same", async () => {
  const { place, sandbox, listed } = await twoKept();
  await rm(join(place.state, "kept-notes"), { recursive: true });
  const [text] = await listed();
  expect([text?.what, text?.key, text?.command]).toEqual(["text", undefined, undefined]);
  expect((await kmspol(place, sandbox, ["kept"])).stdout).toContain(
    `kmspol edit TARGET --from ${text?.file ?? ""}`,
  );
});

test.each(sample([40, 80, 200], 1))(
  "on a terminal of %s columns, Enter shows it, e goes on with it, d discards it",
  async (columns) => {
    const { place, sandbox, listed } = await twoKept();
    const environment = { KMSPOL_EDITOR: "true" };
    const run = onTerminal(place, sandbox, ["kept"], { columns, rows: 90, environment });
    await run.see("Kept on this machine");
    await run.see("q leaves");
    run.type(keys.enter);
    await run.see("1812-10-17");
    await run.see("q leaves");
    run.type("d");
    await run.see("? Discard kept text of");
    await run.see("Yes, discard it");
    run.type("y");
    await run.see("Kept on this machine");
    await run.see("--from");
    await run.see("q leaves");
    run.type("e");
    await run.see("Save the new text");
    run.type("y");
    await run.see("changed and verified");
    await run.see("nothing is kept any more");
    expect(await run.ended()).toEqual({ exit: 0, sane: true });
    expect(await listed()).toEqual([]);
    expect(sandbox.policyOf("alias/app")).toContain(backup);
  },
);
