import { memberNamed, type SyntaxNode } from "../../policy/syntax.ts";
import type { Container } from "../contained.ts";
import type { Deployment } from "../marks.ts";
import type { Sections } from "./sections.ts";

/**
 * Holds the values that were given against the parameters of a template, as CloudFormation does before it deploys (AWS CloudFormation
 * User Guide, "Parameters"): names that there are none of, and values that it would not take.
 */
export const checkValues = (
  sections: Sections,
  { parameters }: Deployment,
): Pick<Container, "unusedNames" | "badValues"> => {
  if (parameters.size === 0) return {};
  const has = sections.names("Parameters");
  const given = [...parameters.keys()].filter((name) => !has.includes(name) && !pseudo.test(name));
  const badValues = [...parameters].flatMap(([name, value]) => {
    const flag = pseudo.exec(name)?.[1];
    if (flag !== undefined)
      return `${name} is no parameter: --${flag.toLowerCase().replace("id", "")} tells it`;
    const why = whyNot(sections.entry("Parameters", name), value);
    return why === undefined ? [] : `${name} is "${value}", and ${why}`;
  });
  return { unusedNames: { given, has }, badValues };
};

const pseudo = /^AWS::(AccountId|Partition|Region)$/;

const whyNot = (parameter: SyntaxNode | undefined, value: string): string | undefined => {
  const text = (name: string): string | undefined => textOf(memberNamed(parameter, name)?.value);
  const type = text("Type") ?? "String";
  const values = /^(?:List<|CommaDelimitedList)/.test(type)
    ? value.split(",").map((one) => one.trim())
    : [value];
  const allowed = memberNamed(parameter, "AllowedValues")?.value;
  const words = allowed?.kind === "array" ? allowed.items.map(textOf) : undefined;
  if (words && !words.includes(undefined) && values.some((one) => !words.includes(one)))
    return `the template allows ${words.join(", ")}`;
  const isNumber = /^(?:Number|List<Number>)$/.test(type);
  return isNumber && values.some((one) => one === "" || Number.isNaN(Number(one)))
    ? "it is to be a number"
    : undefined;
};

const textOf = (node: SyntaxNode | undefined): string | undefined =>
  node && node.kind !== "array" && node.kind !== "object" && node.kind !== "null"
    ? String(node.value)
    : undefined;
