import type { Style } from "../text/style.ts";
import { yamlString } from "../yaml/yaml-string.ts";
import type { YamlStyle } from "../yaml/yaml-style.ts";

/** How we write JSON where no text shows a habit: two spaces, everything on lines of its own. */
export const plainStyle: Style = {
  lineEnd: "\n",
  unit: "  ",
  colon: ": ",
  gap: " ",
  listPad: "",
  objectPad: "",
  list: "lines",
  object: "lines",
  writeString: JSON.stringify,
  writeName: JSON.stringify,
};

/** The same for YAML: block form, quotes only where needed. */
export const plainYamlStyle: YamlStyle = {
  flow: { ...plainStyle, writeString: yamlString("plain"), writeName: yamlString("plain") },
  lineEnd: "\n",
  step: "  ",
  dash: "  ",
  lists: "block",
  writeString: yamlString("plain"),
  writeName: yamlString("plain"),
};
