import { firstComment } from "../../policy/json/first-comment.ts";
import { parseJson } from "../../policy/json/parse-json.ts";
import { positionAt } from "../../policy/text/position.ts";
import type { Container } from "../contained.ts";
import { withoutText } from "../fault-words.ts";
import { readYaml } from "./yaml-nodes.ts";

/** Why no key is found in a template that speaks of one. */
export const faultIn = (text: string, isJson: boolean): Container["fault"] => {
  if (!/["']?Type["']?\s*:\s*["']?AWS::KMS::(?:Replica)?Key\b(?!::)/.test(text)) return undefined;
  const [problem] = (isJson ? parseJson(text, "jsonc") : readYaml(text, 0, text.length)).problems;
  return problem && { message: withoutText(problem.message), at: problem.start };
};

/** A template without resources that can be found, where a fault is why; undefined for another text. */
export const brokenTemplate = (text: string, isJson: boolean): Container | undefined => {
  const fault = isTemplateText.test(text) ? faultIn(text, isJson) : undefined;
  return fault && { kind: "a CloudFormation template", keys: [], fault };
};

const isTemplateText = /^[ \t{]*["']?(?:Resources|AWSTemplateFormatVersion)["']?\s*:/m;

/**
 * CloudFormation says that it follows ECMA-404, which has no comments (AWS CloudFormation User Guide, "Template format"), and takes some
 * JSON as YAML, in which they would be part of a name. Nothing tells which.
 */
export const doubtOf = (text: string): Pick<Container, "doubt"> => {
  const at = firstComment(text);
  if (at === undefined) return {};
  const { line } = positionAt(text, at);
  return {
    doubt: `line ${line} has a comment, which JSON has not: whether CloudFormation takes it is not known`,
  };
};
