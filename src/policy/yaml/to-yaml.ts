import type { PolicyDocument } from "../document.ts";
import { recordOf } from "../json-value.ts";
import { plainYamlStyle } from "../json/plain-style.ts";
import { writeYamlMembers } from "./write-yaml.ts";

/** The document as YAML text in block form; YAML as it is. Comments of JSONC are left out. */
export const toYaml = (document: PolicyDocument): string =>
  document.format === "yaml"
    ? document.text
    : `${writeYamlMembers(recordOf(document.root), plainYamlStyle, "") || "{}"}\n`;
