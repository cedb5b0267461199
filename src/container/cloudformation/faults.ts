import { parseJson } from "../../policy/json/parse-json.ts";
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
