import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { editorCommand, type EditorSources, gitEditor } from "../../src/adapters/editor-command.ts";
import { KmspolError } from "../../src/errors.ts";

const sources = (over: Partial<EditorSources>): EditorSources => ({
  flag: undefined,
  environment: {},
  platform: "linux",
  gitEditor: () => Promise.resolve(""),
  ...over,
});

const outcome = async (over: Partial<EditorSources>): Promise<string> => {
  try {
    const { program, args, source } = await editorCommand(sources(over));
    return `${JSON.stringify([program, ...args])} by ${source}`;
  } catch (error) {
    if (!(error instanceof KmspolError)) throw error;
    return `${error.code} ${error.exit}: ${error.message}; ${error.hint}`;
  }
};

const all = { KMSPOL_EDITOR: "kmspol-ed", VISUAL: "visual-ed", EDITOR: "ed" };

test.each<[string, Partial<EditorSources>, string]>([
  ["--editor first", { flag: "flag-ed", environment: all }, '["flag-ed"] by --editor'],
  ["then $KMSPOL_EDITOR", { environment: all }, '["kmspol-ed"] by $KMSPOL_EDITOR'],
  ["then $VISUAL", { environment: { ...all, KMSPOL_EDITOR: undefined } }, '["visual-ed"] by $VISUAL'],
  ["then $EDITOR", { environment: { EDITOR: "ed" } }, '["ed"] by $EDITOR'],
  ["then git's", { gitEditor: () => Promise.resolve("git-ed") }, `["git-ed"] by git's core.editor`],
  ["empty is unset", { flag: "", environment: { VISUAL: " ", EDITOR: "ed" } }, '["ed"] by $EDITOR'],
  ["Notepad on Windows", { platform: "win32" }, '["notepad"] by the platform\'s default'],
  [
    "split as a shell would",
    { flag: `code --wait "my profile" it\\'s` },
    '["code","--wait","my profile","it\'s"] by --editor',
  ],
  [
    "no shell: nothing is expanded",
    { flag: "ed $(rm -rf ~); `x` | $HOME *" },
    '["ed","$(rm","-rf","~);","`x`","|","$HOME","*"] by --editor',
  ],
  [
    "a Windows path",
    { flag: `"C:\\Program Files\\Ed\\ed.exe" -w`, platform: "win32" },
    '["C:\\\\Program Files\\\\Ed\\\\ed.exe","-w"] by --editor',
  ],
  [
    "an open quote",
    { environment: { VISUAL: `vi "x` } },
    'editor-command 2: the editor command of $VISUAL has an opening quote without a closing one; write it like "code --wait"',
  ],
  [
    "no program",
    { flag: `""` },
    `editor-command 2: the editor command of --editor names no program; write it like "code --wait"`,
  ],
  [
    "a NUL",
    { flag: "vi\0" },
    `editor-command 2: the editor command of --editor holds a NUL character; write it like "code --wait"`,
  ],
  [
    "nothing anywhere",
    { environment: { PATH: "/nowhere" } },
    "no-editor 2: no editor was found; set VISUAL or EDITOR, or give --editor PROGRAM",
  ],
])("%s", async (_, over, words) => {
  expect(await outcome(over)).toBe(words);
});

test.each([
  ["git-ed -w", "git-ed -w"],
  ["", ""],
])("git is asked for its editor: %s", async (configured, editor) => {
  vi.stubEnv("GIT_CONFIG_GLOBAL", "/dev/null");
  vi.stubEnv("GIT_CONFIG_COUNT", configured === "" ? "0" : "1");
  vi.stubEnv("GIT_CONFIG_KEY_0", "core.editor");
  vi.stubEnv("GIT_CONFIG_VALUE_0", configured);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await gitEditor()).toBe(editor);
});

test("without git there is none of git's", async () => {
  vi.stubEnv("PATH", "/nowhere");
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await gitEditor()).toBe("");
});

test("the platform's default is what is on the search path", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kmspol-path-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "vi"), "", { mode: 0o755 });
  expect(await outcome({ environment: { PATH: `/nowhere:${folder}` } })).toBe(
    `["vi"] by the platform's default`,
  );
});
