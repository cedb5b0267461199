import { isList, isRecord, type JsonObject } from "../policy/json-value.ts";
import type { JsonValue } from "../policy/syntax.ts";

/** The expressions of a resource in a plan's `configuration`, by its address; undefined where the plan lacks them. */
export const configuredResource = (root: JsonObject, address: string): JsonObject | undefined => {
  const plain = address.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]"]*)\]/g, "");
  const steps = plain.split(".");
  let module = isRecord(root["configuration"]) ? root["configuration"]["root_module"] : undefined;
  while (steps[0] === "module" && steps.length > 2) {
    const calls = isRecord(module) ? module["module_calls"] : undefined;
    const call = isRecord(calls) ? calls[steps[1] ?? ""] : undefined;
    module = isRecord(call) ? call["module"] : undefined;
    steps.splice(0, 2);
  }
  const resources = isRecord(module) ? module["resources"] : undefined;
  const found = isList(resources)
    ? resources.find((resource) => isRecord(resource) && resource["address"] === steps.join("."))
    : undefined;
  if (!isRecord(found)) return undefined;
  return isRecord(found["expressions"]) ? found["expressions"] : {};
};

/** What an expression of a resource refers to. */
export const referencesOf = (expressions: JsonObject | undefined, name: string): readonly string[] =>
  references(expressions?.[name]);

/** What an expression refers to. */
export const references = (expression: JsonValue | undefined): readonly string[] => {
  const listed = isRecord(expression) ? expression["references"] : undefined;
  return isList(listed) ? listed.filter((name) => typeof name === "string") : [];
};
