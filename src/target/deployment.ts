import type { Deployment } from "../container/marks.ts";
import { UsageError } from "../errors.ts";
import type { Context } from "../cli/app.ts";
import type { ToldOptions } from "../cli/options.ts";

/** What the flags tell of a document's deployment. Throws UsageError (`bad-value`, `bad-parameters`). */
export const deploymentOf = async (context: Context, options: ToldOptions): Promise<Deployment> => {
  const [, partition, , region, account] = options.keyArn?.split(":") ?? [];
  const given = await parametersOf(context, options);
  return {
    account: options.account ?? account ?? options.assumed?.account,
    partition: options.partition ?? partition ?? options.assumed?.partition,
    region: region ?? context.global.region,
    parameters: new Map([...given, ...(options.set ?? []).map(pair)]),
  };
};

const pair = (text: string): readonly [string, string] => {
  const equals = text.indexOf("=");
  if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
  throw new UsageError("bad-value", `--set: "${text}" is no NAME=VALUE`, {
    hint: "write it like --set Stage=production",
  });
};

/** The values in a file as `--parameters` takes it. Throws UsageError (`bad-parameters`) for what holds none. */
export const valuesInFile = (context: Context, path: string) => parametersOf(context, { parameters: path });

/** The forms in which parameters are written down: those of CloudFormation, of CodePipeline, of Terraform, and a plain object. */
const parametersOf = async (
  { outside }: Context,
  { parameters }: ToldOptions,
): Promise<readonly (readonly [string, string])[]> => {
  if (parameters === undefined) return [];
  const text = await (await outside.files()).read(parameters);
  try {
    if (/\.tfvars$/i.test(parameters))
      return await (await import("../container/terraform/values-file.ts")).valuesIn(text);
    return pairsIn(JSON.parse(text), /\.tfvars\.json$/i.test(parameters));
  } catch (error) {
    const why = error instanceof BadEntry ? `: ${error.message}` : "";
    throw new UsageError("bad-parameters", `${parameters} holds no parameters${why}`, {
      hint: 'it looks like [{ "ParameterKey": "Stage", "ParameterValue": "test" }] or { "Stage": "test" }',
      cause: error,
    });
  }
};

/** What is wrong with an entry of a parameters file, with nothing of its value. */
class BadEntry extends Error {}

const pairsIn = (value: unknown, isTerraform: boolean): readonly (readonly [string, string])[] => {
  if (Array.isArray(value)) return value.flatMap(entryOf);
  if (typeof value !== "object" || value === null) throw new BadEntry("it is no list and no object");
  const inner: unknown = "Parameters" in value ? value.Parameters : value;
  if (typeof inner !== "object" || inner === null) throw new BadEntry("its Parameters are no object");
  return Object.entries(inner).map(([name, one]) => [name, textOf(name, one, isTerraform)]);
};

/** One of a list; one that keeps the value which the stack has tells nothing. */
const entryOf = (entry: unknown, index: number): readonly (readonly [string, string])[] => {
  if (typeof entry === "string") return [pair(entry)];
  const { ParameterKey: name, ParameterValue: value, UsePreviousValue: keeps } = (entry ?? {}) as Entry;
  if (typeof name !== "string") throw new BadEntry(`entry ${index + 1} has no ParameterKey`);
  if (keeps === true && value === undefined) return [];
  return [[name, textOf(name, value, false)]];
};

interface Entry {
  readonly ParameterKey?: unknown;
  readonly ParameterValue?: unknown;
  readonly UsePreviousValue?: unknown;
}

/** A value as `--set` takes it: a list of CloudFormation by commas, what is composed for Terraform as JSON. */
const textOf = (name: string, value: unknown, isTerraform: boolean): string => {
  if (typeof value === "string") return value;
  if (isTerraform && value !== undefined) return JSON.stringify(value);
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value.join(",");
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new BadEntry(`the value of ${name} is no text, no number and no list of texts`);
};
