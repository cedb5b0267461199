import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { evaluateEffective } from "../../../src/access/evaluate-effective.ts";
import { policyOf, type WorkedExample, worldOf } from "../../support/worked-example.ts";

const folder = "test/world/worked";
const examples = readdirSync(folder).map(
  (file) => JSON.parse(readFileSync(`${folder}/${file}`, "utf8")) as WorkedExample,
);

describe.each(examples)("$n: $title", (example) => {
  test.each(example.questions)("$principal, $action: $answer.decision ($answer.because)", (question) => {
    const policy = question.policy === "after" ? example.policyAfter : example.key.policy;
    const { arn, spec, usage, tags, aliases } = example.key;
    const key = {
      policy: policyOf(policy ?? null),
      facts: { arn, spec, usage, tags: new Map(Object.entries(tags)), aliases },
    };
    const { principal, action, context = {}, answer } = question;
    const request = { principal, action, context };
    const evaluation = evaluateEffective(request, { key, world: worldOf(example), ceilings: {} });
    const { undecided, decision, stoppedBy } = evaluation;
    expect(undecided === undefined ? decision : "undecided", JSON.stringify(evaluation)).toBe(
      answer.decision,
    );
    if (answer.stoppedBy !== undefined) expect(stoppedBy).toBe(answer.stoppedBy.replace(" ", "-"));
  });
});
