import { type Command, Option } from "commander";
import type { LimitFlags } from "../../default-view/limits/parse-limits.ts";
import { collect } from "../../cli/options.ts";

/** The flags that put a statement under conditions; on a removing verb they name that statement. */
export const addLimitOptions = (command: Command, to: "add" | "remove"): Command => {
  const under = to === "add" ? "only" : "what is given only";
  return command
    .addOption(
      new Option(
        "--via <service>",
        `${under} through this AWS service in the key's Region (repeatable)`,
      ).argParser(collect),
    )
    .addOption(
      new Option(
        "--encryption-context <key=value>",
        `${under} with this in the encryption context (repeatable)`,
      ).argParser(collect),
    )
    .addOption(
      new Option("--org <id>", `${under} inside this organization, o-… (repeatable)`).argParser(collect),
    )
    .option("--until <date>", `${under} until then: 2027-01-31, or 2027-01-31T18:00:00Z`);
};

/** The flags as they were typed, for a command that does the same elsewhere. */
export const limitWords = ({ via, encryptionContext, org, until }: LimitFlags): readonly string[] => [
  ...repeated("--via", via),
  ...repeated("--encryption-context", encryptionContext),
  ...repeated("--org", org),
  ...repeated("--until", until === undefined ? [] : [until]),
];

const repeated = (flag: string, values: readonly string[] = []): readonly string[] =>
  values.flatMap((value) => [flag, value]);
