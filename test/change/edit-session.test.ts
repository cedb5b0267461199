import { expect, test } from "vitest";
import { editSession, type EditSessionServices } from "../../src/change/edit-session.ts";
import type { Snapshot } from "../../src/change/types.ts";
import { KmspolError } from "../../src/errors.ts";
import { documentOf, loadPolicyText } from "../../src/policy/document.ts";
import type { PolicyFormat } from "../../src/policy/syntax.ts";

const policy = '{\n  "Version": "2012-10-17",\n  "Statement": []\n}\n';

type Script = (buffer: string) => string | { readonly text: string; readonly ok: false };

/** An editor that does one step of a script each time it is opened, and remembers what it was shown. */
const scripted = (...steps: readonly Script[]) => {
  const shown: string[] = [];
  const files = new Map<string, string>();
  return {
    shown,
    files,
    open: (text: string) => {
      shown.push(text);
      const step = steps[shown.length - 1];
      if (!step) throw new Error(`the editor was opened ${shown.length} times`);
      const made = step(text);
      const path = `/private/${shown.length}`;
      const edited = typeof made === "string" ? made : made.text;
      files.set(path, edited);
      const forget = () => Promise.resolve(void files.delete(path));
      return Promise.resolve({ text: edited, path, ok: typeof made === "string", forget });
    },
  };
};

const bad = { code: "bad-word", message: "a bad word", acceptable: false };

/** Refuses what says BAD. The finding is on the line that says it. */
const examine: EditSessionServices["examine"] = (_, parsed, result) => {
  const line = parsed.text.split("\n").findIndex((one) => one.includes("BAD")) + 1;
  const finding = { ...bad, severity: "error" as const, path: "", line, column: 1, fixable: false };
  return Promise.resolve(
    result.text.includes("BAD") ? { findings: [finding], refusals: [bad] } : { findings: [], refusals: [] },
  );
};

const snapshotOf = async (text: string, format: PolicyFormat = "json"): Promise<Snapshot> => {
  const document = documentOf(await loadPolicyText(text, format));
  if (!document) throw new Error("the test's policy does not parse");
  const subject = {
    target: { kind: "file" as const, path: "p.json" },
    facts: {},
    historyKey: "file:p.json",
    label: "alias/app in 111122223333, eu-west-1",
    read: () => Promise.resolve(document),
    write: () => Promise.resolve(),
  };
  return { subject, document };
};

interface Setting {
  readonly text?: string;
  readonly targetFormat?: PolicyFormat;
  readonly answers?: readonly string[];
  readonly format?: "json" | "yaml";
}

const edited = async (steps: readonly Script[], setting: Setting = {}) => {
  const editor = scripted(...steps);
  const reports: string[] = [];
  const answers = [...(setting.answers ?? [])];
  const prompter = {
    choose: <K extends string>() => Promise.resolve(answers.shift() as K),
    ask: () => Promise.reject(new Error("not asked")),
    secret: () => Promise.reject(new Error("not asked")),
  };
  const session = editSession({
    editor,
    prompter: setting.answers ? () => Promise.resolve(prompter) : undefined,
    format: setting.format,
    resume: (path) => `kmspol edit alias/app --from ${path}`,
    examine,
    rebase: (_base, _snapshot, document) => Promise.resolve({ text: document.text, document }),
    report: (examination) => reports.push(examination.refusals.map(({ code }) => code).join()),
  });
  const snapshot = await snapshotOf(setting.text ?? policy, setting.targetFormat);
  const outcome = await Promise.resolve(session.make(snapshot)).then(
    ({ text, notes }) => ({ text, notes }),
    (error: unknown) => {
      if (!(error instanceof KmspolError)) throw error;
      return { code: error.code, exit: error.exit };
    },
  );
  return {
    outcome,
    session,
    snapshot,
    kept: session.keptFile(),
    files: [...editor.files.values()],
    shown: editor.shown,
    reports,
    editor,
  };
};

const put =
  (from: string, to: string): Script =>
  (buffer) =>
    buffer.replace(from, to);
const same: Script = (buffer) => buffer;

test("a good text goes on, and stays in its file until it is forgotten", async () => {
  const { outcome, kept, session, editor } = await edited([put("[]", "[ ]")]);
  expect(outcome).toMatchObject({ text: policy.replace("[]", "[ ]") });
  expect(kept).toBe("/private/1");
  await session.forget();
  expect(session.keptFile()).toBeUndefined();
  expect(editor.files.size).toBe(0);
});

test("the header says which key, what to do, and how to stop", async () => {
  const { shown } = await edited([same]);
  expect(shown[0]).toBe(
    [
      "//~ The key policy of alias/app in 111122223333, eu-west-1.",
      "//~ Change it, save and leave the editor: you see what changes, and are asked.",
      "//~ To stop here, leave it unchanged or empty it.",
      "//~ Lines that begin with //~ are removed.",
      "//~",
      policy,
    ].join("\n"),
  );
  // As narrow as terminals are.
  for (const line of shown[0]?.split("\n").slice(0, 5) ?? []) expect(line.length).toBeLessThanOrEqual(80);
});

test.each<[string, Script, readonly string[]]>([
  ["left unchanged", same, []],
  ["emptied", () => "", ["The text was emptied: nothing is changed."]],
  [
    "emptied but for our lines",
    (buffer) => buffer.slice(0, buffer.indexOf("{")),
    ["The text was emptied: nothing is changed."],
  ],
])("%s: the original comes back, and no file stays", async (_, script, notes) => {
  const { outcome, kept, files } = await edited([script]);
  expect(outcome).toEqual({ text: policy, notes });
  expect([kept, files]).toEqual([undefined, []]);
});

test("an editor that ends non-zero: cancelled, a changed text is kept", async () => {
  const { outcome, kept, files } = await edited([(buffer) => ({ text: `${buffer} `, ok: false })]);
  expect(outcome).toEqual({ code: "editor-failed", exit: 130 });
  expect([kept, files.length]).toEqual(["/private/1", 1]);
});

test("an editor that ends non-zero without a change leaves no file", async () => {
  const { outcome, files } = await edited([(buffer) => ({ text: buffer, ok: false })]);
  expect(outcome).toEqual({ code: "editor-failed", exit: 130 });
  expect(files).toEqual([]);
});

test("without a terminal: opened again with the finding above its line until the text is good", async () => {
  const { outcome, shown, files } = await edited([put("[]", '[{"Sid": "BAD"}]'), put("BAD", "good")]);
  expect(outcome).toMatchObject({ text: policy.replace("[]", '[{"Sid": "good"}]') });
  expect(shown[1]).toContain('  //~ error bad-word: a bad word\n  "Statement": [{"Sid": "BAD"}]\n');
  expect(files).toHaveLength(1);
});

test("broken JSON is shown where it is, and the user's text as they left it", async () => {
  const { outcome, shown } = await edited([
    put('"2012-10-17",', '"2012-10-17"'),
    put('"2012-10-17"', '"2012-10-17",'),
  ]);
  expect(outcome).toMatchObject({ text: policy });
  expect(shown[1]).toContain("//~ error json-syntax: This is no JSON: a comma is missing here.\n");
  expect(shown[1]).toContain('"Version": "2012-10-17"\n');
});

test("without a terminal: bad and unchanged ends with 3, the text kept", async () => {
  const { outcome, kept, reports } = await edited([put("[]", '["BAD"]'), same]);
  expect(outcome).toEqual({ code: "edit-refused", exit: 3 });
  expect(kept).toBe("/private/2");
  expect(reports).toEqual(["bad-word"]);
});

test("without a terminal: an editor that never ends is stopped", async () => {
  const steps = Array.from({ length: 60 }, (_, i): Script => put("[", `["BAD ${i}", `));
  const { outcome, shown } = await edited([put("[]", '["BAD"]'), ...steps]);
  expect(outcome).toEqual({ code: "edit-refused", exit: 3 });
  expect(shown).toHaveLength(50);
});

test.each([
  ["keep", "edit-cancelled", "/private/1"],
  ["discard", "edit-cancelled", undefined],
])("What now? %s: nothing is written", async (answer, code, file) => {
  const { outcome, kept, reports } = await edited([put("[]", '["BAD"]')], { answers: [answer] });
  expect(outcome).toEqual({ code, exit: 130 });
  expect(kept).toBe(file);
  expect(reports).toEqual(["bad-word"]);
});

test("What now? edit, even where nothing came of it", async () => {
  const { outcome, shown } = await edited([put("[]", '["BAD"]'), same, put("BAD", "good")], {
    answers: ["edit", "edit"],
  });
  expect(outcome).toMatchObject({ text: policy.replace("[]", '["good"]') });
  expect(shown).toHaveLength(3);
});

test("what goes back to its original after a bad round is unchanged", async () => {
  const { outcome, files } = await edited([put("[]", '["BAD"]'), put('["BAD"]', "[]")]);
  expect(outcome).toEqual({ text: policy, notes: [] });
  expect(files).toEqual([]);
});

test("edit again: the editor shows the text as the user left it", async () => {
  const { session, snapshot, editor } = await edited([put("[]", "[ ]"), put("[ ]", "[  ]")]);
  const again = await session.make(snapshot);
  expect(editor.shown[1]).toContain('"Statement": [ ]');
  expect(again.text).toBe(policy.replace("[]", "[  ]"));
});

test("the user's own comments vanish from JSON, whose other bytes stay", async () => {
  const { outcome } = await edited([
    put('  "Statement": []', '  // a note to myself\n  "Statement": [ ] // and here'),
  ]);
  expect(outcome).toMatchObject({ text: policy.replace("[]", "[ ]") });
});

test("a JSONC file keeps them", async () => {
  const text = `// mine\n${policy}`;
  const { outcome } = await edited([put("[]", "[ ]")], { text, targetFormat: "jsonc" });
  expect(outcome).toMatchObject({ text: text.replace("[]", "[ ]") });
});

const oneLine = `{"Version":"2012-10-17","Statement":[{"Sid":"${"long ".repeat(100)}","Effect":"Allow","Principal":{"AWS":"*"},"Action":"kms:Decrypt","Resource":"*"}]}`;

test("a policy on one long line is spread out, and comes back on one line", async () => {
  const { outcome, shown } = await edited([put("kms:Decrypt", "kms:Encrypt")], { text: oneLine });
  expect(shown[0]).toContain('\n      "Action": "kms:Decrypt",\n');
  expect(outcome).toMatchObject({ text: oneLine.replace("kms:Decrypt", "kms:Encrypt") });
});

test("a YAML buffer comes back as JSON with only the change", async () => {
  const { outcome, shown } = await edited([put("2012-10-17", "2008-10-17")], { format: "yaml" });
  expect(shown[0]).toMatch(/^#~ The key policy/);
  expect(outcome).toMatchObject({ text: policy.replace("2012-10-17", "2008-10-17") });
});

test("a YAML file is edited as it is", async () => {
  const text = "# mine\nVersion: '2012-10-17' # and this\nStatement: []\n";
  const { outcome } = await edited([put("[]", "[ ]")], { text, targetFormat: "yaml" });
  expect(outcome).toMatchObject({ text: text.replace("[]", "[ ]") });
});
