import type { Deployment } from "../container/marks.ts";
import { UsageError } from "../errors.ts";
import type { Context } from "../cli/app.ts";
import type { FileOptions } from "../cli/options.ts";

/** What the flags tell of a document's deployment. Throws UsageError (`bad-value`, `bad-parameters`). */
export const deploymentOf = async (context: Context, options: FileOptions): Promise<Deployment> => {
  const [, partition, , region, account] = options.keyArn?.split(":") ?? [];
  const given = await parametersOf(context, options);
  return {
    account: options.account ?? account,
    partition: options.partition ?? partition,
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

/** The forms in which parameters are written down: those of CloudFormation, of CodePipeline, and a plain object. */
const parametersOf = async (
  { outside }: Context,
  { parameters }: FileOptions,
): Promise<readonly (readonly [string, string])[]> => {
  if (parameters === undefined) return [];
  const text = await (await outside.files()).read(parameters);
  try {
    if (/\.tfvars$/i.test(parameters))
      return await (await import("../container/terraform/values-file.ts")).valuesIn(text);
    return pairsIn(JSON.parse(text));
  } catch (error) {
    throw new UsageError("bad-parameters", `${parameters} holds no parameters`, {
      hint: 'it looks like [{ "ParameterKey": "Stage", "ParameterValue": "test" }] or { "Stage": "test" }',
      cause: error,
    });
  }
};

const pairsIn = (value: unknown): readonly (readonly [string, string])[] => {
  if (Array.isArray(value))
    return value.map((item: { ParameterKey?: unknown; ParameterValue?: unknown } | string) =>
      typeof item === "string" ? pair(item) : [String(item.ParameterKey), String(item.ParameterValue)],
    );
  if (typeof value !== "object" || value === null) throw new Error("no parameters");
  const inner: unknown = "Parameters" in value ? value.Parameters : value;
  return Object.entries(inner as object).map(([name, one]) => [
    name,
    Array.isArray(one) ? one.join(",") : String(one),
  ]);
};
