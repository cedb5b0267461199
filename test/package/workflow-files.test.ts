import { readdirSync, readFileSync } from "node:fs";
import { NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
import { parseAction } from "@actions/workflow-parser/actions/index";
import { expect, test } from "vitest";

// Workflows and the action, by the parser and the published schema that GitHub's own tools use.

const trace = new NoOperationTraceWriter();

const faultsOf = (name: string, content: string): readonly string[] =>
  parseWorkflow({ name, content }, trace)
    .context.errors.getErrors()
    .map(({ message }) => message);

const folder = ".github/workflows";

// What a reader copies, by the same parser: the first block of docs/ci.md.
const recipes = [...readFileSync("docs/ci.md", "utf8").matchAll(/```yaml\n([^`]*)```/g)]
  .map(([, text = ""]) => text)
  .filter((text) => /^on:/m.test(text));

test.each(recipes)("a workflow of docs/ci.md: %#", (recipe) => {
  expect(faultsOf("recipe.yml", recipe)).toEqual([]);
});

test("docs/ci.md has one", () => {
  expect(recipes.length).toBeGreaterThan(0);
});

test.each(readdirSync(folder))("%s is a workflow", (name) => {
  expect(faultsOf(name, readFileSync(`${folder}/${name}`, "utf8"))).toEqual([]);
});

test("a misspelt word in a workflow is a fault", () => {
  const broken = readFileSync(`${folder}/ci.yml`, "utf8").replace("runs-on:", "run-on:");
  expect(faultsOf("ci.yml", broken)).not.toEqual([]);
});

test("action.yml is an action, and a misspelt word in it is a fault", () => {
  const faults = (content: string) =>
    parseAction({ name: "action.yml", content }, trace)
      .context.errors.getErrors()
      .map(({ message }) => message);
  const content = readFileSync("action.yml", "utf8");
  expect(faults(content)).toEqual([]);
  expect(faults(content.replace("runs:", "run:"))).not.toEqual([]);
});
