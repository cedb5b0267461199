export type Quote = "plain" | "single" | "double";

/** Words that YAML 1.1 or 1.2 reads as something else than a string; `e3` is a number to some readers of YAML 1.1. */
const reserved = /^(?:true|false|null|yes|no|on|off|y|n|e[-+]?\d+)$/i;

/** Certainly a string without quotes, in block and in flow form: letters first, no colon before a space, no comment. */
const plain = /^[A-Za-z](?:[\w./:*+@=-]| (?=[\w./*+@=-]))*$/;

/** Writes strings as a text quotes them; in double quotes wherever that quoting would not give the string back. */
export const yamlString =
  (quote: Quote) =>
  (value: string): string => {
    if (
      quote === "plain" &&
      plain.test(value) &&
      !value.endsWith(":") &&
      !/: /.test(value) &&
      !reserved.test(value)
    ) {
      return value;
    }
    if (quote === "single" && /^[\u0020-\u007E]*$/.test(value)) return `'${value.replaceAll("'", "''")}'`;
    return JSON.stringify(value);
  };
