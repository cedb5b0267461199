import { memberNamed } from "../../policy/syntax.ts";
import { positionAt } from "../../policy/text/position.ts";
import type { Deployment } from "../marks.ts";
import { typeIn } from "./key-faults.ts";
import { ownNames, type Parameter, type Scope } from "./scope.ts";
import type { Sections } from "./sections.ts";

/** What a template and its deployment tell of the names that its policies use; each is looked up when a policy asks for it. */
export const scopeOf = (text: string, sections: Sections, deployment: Deployment): Scope => ({
  ...ownNames(deployment),
  parameter: (name) => parameterOf(text, sections, deployment, name),
  resource: (name) => {
    const type = typeIn(sections.source("Resources", name));
    if (type === undefined) return undefined;
    return {
      type,
      get properties() {
        return memberNamed(sections.entry("Resources", name), "Properties")?.value;
      },
    };
  },
  mapping: (name) => sections.entry("Mappings", name),
  condition: (name) => sections.entry("Conditions", name),
  identities: new Map(),
  defaults: new Set(),
  open: new Set(),
});

const parameterOf = (
  text: string,
  sections: Sections,
  { parameters }: Deployment,
  name: string,
): Parameter | undefined => {
  const given = parameters.get(name);
  const node = sections.entry("Parameters", name);
  if (!node) return given === undefined ? undefined : { type: "String", value: given, byDefault: false };
  const word = (member: string): string | undefined => {
    const value = memberNamed(node, member)?.value;
    return value && value.kind !== "array" && value.kind !== "object" && value.kind !== "null"
      ? String(value.value)
      : undefined;
  };
  const type = word("Type") ?? "String";
  if (given !== undefined) return { type, value: given, byDefault: false };
  // The Default of an SSM parameter is a name, and an empty one names nobody.
  const value = type.startsWith("AWS::SSM::Parameter") ? undefined : word("Default");
  const at = memberNamed(node, "Default")?.value.start ?? 0;
  return {
    type,
    value: value === "" ? undefined : value,
    byDefault: true,
    line: positionAt(text, at).line,
  };
};
