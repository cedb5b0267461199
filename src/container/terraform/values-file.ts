import { evaluate } from "./evaluate.ts";
import { folderOf } from "./folder.ts";
import { bodyOf } from "./read-block.ts";
import { loadGrammar } from "./grammar.ts";
import { maximumSteps } from "./scene.ts";
import { hasOpen } from "./values.ts";

/**
 * The values of a variable definitions file, `*.tfvars` (Terraform, "Variable Definitions Files"), each as `--set` takes it. Throws
 * HclFault.
 */
export const valuesIn = async (text: string): Promise<readonly (readonly [string, string])[]> => {
  await loadGrammar();
  const folder = folderOf([], { parameters: new Map() });
  const scene = { folder, source: { name: "", text }, depth: 0, documentIn: () => null };
  return bodyOf(text, 0).written.flatMap(({ name, value }) => {
    const given = evaluate(value, { ...scene, budget: { left: maximumSteps } });
    if (!("value" in given) || hasOpen(given.value)) return [];
    return [[name, typeof given.value === "string" ? given.value : JSON.stringify(given.value)] as const];
  });
};
