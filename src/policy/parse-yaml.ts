import type { ParsedText } from "./syntax.ts";
export const parseYaml = (text: string): ParsedText => ({
  text,
  format: "yaml",
  root: undefined,
  problems: [],
});
