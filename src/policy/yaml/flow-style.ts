import type { PolicyDocument } from "../document.ts";
import { styleOf, type Style } from "../text/style.ts";
import type { Dialect, SyntaxNode } from "../syntax.ts";
import { yamlStyleOf, type YamlStyle } from "./yaml-style.ts";

/** The habits of a document's flow form (all of JSON; in YAML what stands in brackets), first near a node. */
export const flowStyleOf = ({ text, root, format, dialect }: PolicyDocument, near: SyntaxNode): Style => {
  const style = format === "yaml" ? yamlStyleOf(text, root, near).flow : styleOf(text, root, near);
  return speaking({ ...style, ...dialect?.habits?.(text, root, near) }, dialect, true);
};

/** The habits of a YAML document, those of its flow parts first near a node. */
export const blockStyleOf = ({ text, root, dialect }: PolicyDocument, near: SyntaxNode = root): YamlStyle => {
  const style = speaking(yamlStyleOf(text, root, near), dialect, false);
  // Single values in block form are written by this style, too; lists in brackets want quotes.
  return { ...style, flow: speaking(style.flow, dialect, style.lists === "flow") };
};

/** A style in which strings that the document spells in its own way are written so. */
const speaking = <S extends Pick<Style, "writeString">>(
  style: S,
  dialect: Dialect | undefined,
  inFlow: boolean,
): S =>
  dialect?.writeString
    ? {
        ...style,
        writeString: (value: string) => dialect.writeString?.(value, inFlow) ?? style.writeString(value),
      }
    : style;
