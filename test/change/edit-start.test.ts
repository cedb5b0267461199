import { expect, test } from "vitest";
import type { EditorOpening } from "../../src/editor-port.ts";
import { type EditStart, editSession } from "../../src/change/edit-session.ts";
import type { Examination } from "../../src/change/examination.ts";
import type { PolicySubject, Snapshot } from "../../src/change/types.ts";
import { documentOf, parsePolicyText, type PolicyDocument } from "../../src/policy/document.ts";
import { arn, keyChanged } from "./fakes.ts";

// How the editor is opened: at which line, for whose policy, from which text; and what becomes of the files.

const policy = '{\n  "Version": "2012-10-17",\n  "Statement": []\n}\n';
const earlier = policy.replace("[]", '["EARLIER"]');

const document = (text: string): PolicyDocument => {
  const found = documentOf(parsePolicyText(text, "json"));
  if (!found) throw new Error("no policy");
  return found;
};

type Finding = Examination["findings"][number];
const finding = (code: string, line: number, more: Partial<Finding> = {}): Finding => ({
  ...{ code, severity: "error", message: `it is ${code}`, path: "", line, column: 1, fixable: false },
  ...more,
});

interface Setting {
  /** What the editor leaves, one opening after the other; the last goes on. */
  readonly leaves: readonly ((buffer: string) => string)[];
  readonly start?: EditStart;
  readonly target?: PolicySubject["target"];
  readonly mayBeOpen?: string;
  /** What is found of the texts, one after the other; then nothing. */
  readonly found?: readonly Partial<Examination>[];
}

const session = ({ leaves, start, target, mayBeOpen, found = [] }: Setting) => {
  const opened: { buffer: string; opening: EditorOpening }[] = [];
  const files: string[] = [];
  const judged: string[] = [];
  const rebasedOn: string[] = [];
  const left = [...found];
  const made = editSession({
    editor: {
      open: (buffer, opening) => {
        const leave = leaves[Math.min(opened.length, leaves.length - 1)];
        opened.push({ buffer, opening });
        const path = `/private/${opened.length}`;
        files.push(path);
        const forget = () => Promise.resolve(void files.splice(files.indexOf(path), 1));
        return Promise.resolve({ text: leave?.(buffer) ?? "", path, ok: true, mayBeOpen, forget });
      },
    },
    prompter: undefined,
    format: undefined,
    start,
    resume: (path) => `kmspol edit alias/app --from ${path}`,
    examine: (_, parsed) => {
      judged.push(parsed.text);
      return Promise.resolve({ findings: [], refusals: [], ...left.shift() });
    },
    rebase: (base, _, result) => {
      rebasedOn.push(typeof base === "string" ? base : base.text);
      return Promise.resolve({ text: result.text, document: result });
    },
    report: () => undefined,
  });
  const subject = { ...keyChanged, ...(target && { target }) };
  const snapshot: Snapshot = { subject, document: document(policy) };
  return { ...made, snapshot, opened, files, judged, rebasedOn };
};

const same = (buffer: string): string => buffer;
const change = (buffer: string): string => buffer.replace("[]", "[ ]");
const refusal = { code: "bad-word", message: "a bad word", acceptable: false };

test("an earlier text is judged and shown, its findings in it, and taken once the editor is back", async () => {
  let taken = 0;
  const start: EditStart = {
    text: earlier,
    base: "what stood then",
    taken: () => Promise.resolve(void (taken += 1)),
  };
  const of = session({
    leaves: [(buffer) => buffer.replace("EARLIER", "LATER"), (buffer) => buffer.replace("LATER", "LAST")],
    start,
    found: [{ findings: [finding("bad-word", 3)] }, { refusals: [refusal] }],
  });
  const made = await of.make(of.snapshot);
  expect(of.opened[0]?.buffer).toContain(
    '  //~ error bad-word: it is bad-word\n  "Statement": ["EARLIER"]\n',
  );
  expect([made.text, taken]).toEqual([policy.replace("[]", '["LAST"]'), 1]);
  expect(of.judged.map((text) => /[A-Z]{4,}/.exec(text)?.[0])).toEqual(["EARLIER", "LATER", "LAST"]);
  expect(of.rebasedOn).toEqual(["what stood then"]);
  // A second time it is the user's last text that is shown.
  await of.make(of.snapshot);
  expect(of.opened.at(-1)?.buffer).toContain('["LAST"]');
  expect([of.opened.length, taken]).toEqual([3, 1]);
});

test("a text is begun from what stood when it was first opened, whatever is read later", async () => {
  const of = session({ leaves: [change, (buffer) => buffer.replace("[ ]", "[  ]")] });
  await of.make(of.snapshot);
  await of.make({ ...of.snapshot, document: document(policy.replace("2012", "2008")) });
  expect(of.rebasedOn).toEqual([policy, policy]);
});

test.each<[string, PolicySubject["target"], object]>([
  ["of a key the policy from which it was begun", keyChanged.target, { base: policy }],
  ["of a file it stands in the file", { kind: "file", path: "p.json" }, {}],
])("what is noted for an edit that is never ended: %s", async (_, target, more) => {
  const of = session({ leaves: [same], target });
  await of.make(of.snapshot);
  expect(of.opened[0]?.opening.of).toEqual({ key: arn, label: keyChanged.label, ...more });
  expect(of.opened[0]?.opening.resume("/x")).toBe("kmspol edit alias/app --from /x");
});

test("whether there is anything in the text that would be lost", async () => {
  const of = session({ leaves: [change, same], found: [{ refusals: [refusal] }] });
  await expect(of.make(of.snapshot)).resolves.toMatchObject({ text: policy.replace("[]", "[ ]") });
  expect(of.opened.map(({ opening }) => opening.untouched)).toEqual([true, false]);
});

test.each<[string, readonly Finding[], string | undefined]>([
  ["without findings at none", [], undefined],
  ["at the first that is new", [finding("old", 2, { introduced: false }), finding("new", 3)], "new"],
  [
    "else at the first",
    [finding("old", 2, { introduced: false }), finding("older", 3, { introduced: false })],
    "old",
  ],
  ["a suggestion is not shown", [finding("idea", 2, { severity: "suggestion" }), finding("new", 3)], "new"],
  ["nor is it where there is nothing else", [finding("idea", 2, { severity: "suggestion" })], undefined],
])("the editor is opened at what is to be mended: %s", async (_, findings, code) => {
  const of = session({
    leaves: [change, (buffer) => `${buffer} `],
    found: [{ findings, refusals: [refusal] }],
  });
  await of.make(of.snapshot);
  const { buffer = "", opening } = of.opened[1] ?? {};
  const line = opening?.line;
  expect(line === undefined ? undefined : /error (\w+)/.exec(buffer.split("\n")[line - 1] ?? "")?.[1]).toBe(
    code,
  );
  expect(buffer).not.toContain("idea");
});

test("of several rounds the last file stays, and none where it is given up", async () => {
  const more = (buffer: string): string => buffer.replace(/\[/, "[ ");
  const of = session({ leaves: [more], found: [{ refusals: [refusal] }, { refusals: [refusal] }] });
  await of.make(of.snapshot);
  expect([of.keptFile(), of.files]).toEqual(["/private/3", ["/private/3"]]);
  await of.forget();
  expect([of.keptFile(), of.files]).toEqual([undefined, []]);
});

test("an emptied text after a changed one leaves no file, and is no change", async () => {
  const of = session({ leaves: [change, () => "// mine\n"], found: [{ refusals: [refusal] }] });
  expect(await of.make(of.snapshot)).toMatchObject({
    ...{ text: policy, notes: ["The text was emptied: nothing is changed."] },
  });
  expect([of.keptFile(), of.files]).toEqual([undefined, []]);
});

test("an editor that was not waited for keeps its file, and is told how to wait", async () => {
  const of = session({ leaves: [same], mayBeOpen: "code --wait" });
  await expect(of.make(of.snapshot)).rejects.toMatchObject({
    ...{ code: "editor-does-not-wait", exit: 2 },
    hint: expect.stringContaining("have it wait: code --wait\nthe file stays in /private/1;") as string,
  });
  expect(of.files).toEqual(["/private/1"]);
});

test("one that brings back a change was waited for", async () => {
  const of = session({ leaves: [change], mayBeOpen: "code --wait" });
  expect((await of.make(of.snapshot)).text).toBe(policy.replace("[]", "[ ]"));
});

test("of a text that does not parse the first fault is the reason, and all are shown", async () => {
  const of = session({ leaves: [() => '{"a": 1,\n"b": 2,}\n// x\n{}'] });
  await expect(of.make(of.snapshot)).rejects.toMatchObject({
    ...{ code: "edit-refused", exit: 3 },
    message: expect.stringContaining("the text came back unchanged and cannot be written: ") as string,
  });
  expect(of.opened).toHaveLength(2);
});
