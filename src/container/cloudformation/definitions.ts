import { valueOf } from "../../policy/json-value.ts";
import { memberNamed } from "../../policy/syntax.ts";
import type { Sections } from "./sections.ts";

/** What a template says of what a name stands for: the mappings and conditions in it, and where a parameter's value is to be found. */
export const definitionsIn =
  (sections: Sections) =>
  (name: string): string => {
    const told = new Map<string, string>();
    const look = (text: string): void => {
      for (const [word] of text.matchAll(/[A-Za-z0-9]+/g)) {
        if (told.has(word)) continue;
        const definition = definitionIn(sections, word);
        if (definition === undefined) continue;
        told.set(word, definition);
        look(definition);
      }
    };
    look(name);
    return JSON.stringify([...told].sort());
  };

const definitionIn = (sections: Sections, word: string): string | undefined => {
  for (const section of ["Conditions", "Mappings"]) {
    const entry = sections.entry(section, word);
    if (entry) return JSON.stringify(valueOf(entry));
  }
  const parameter = sections.entry("Parameters", word);
  const [type, standard] = ["Type", "Default"].map((member) => memberNamed(parameter, member)?.value);
  const isLooked = type?.kind === "string" && String(type.value).startsWith("AWS::SSM::Parameter");
  return isLooked && standard
    ? JSON.stringify(standard.kind === "string" ? standard.value : null)
    : undefined;
};
