import { UsageError } from "../../errors.ts";
import type { Context } from "../../cli/app.ts";

/** What `check` is to look at: folders give way to the files in them. */
export interface CheckTargets {
  readonly operands: readonly string[];
  /** The operands that were found below folders: what is no policy among them is passed over. */
  readonly below: ReadonlySet<string>;
  /** A folder was among the operands: the answer is a list, however long. */
  readonly several: boolean;
}

/** Puts the files of folders in the place of the folders. Throws UsageError where `-` is named twice. */
export const checkTargets = async (
  { outside }: Context,
  operands: readonly string[],
): Promise<CheckTargets> => {
  if (operands.filter((operand) => operand === "-").length > 1) {
    throw new UsageError("bad-target", "standard input can only be read once");
  }
  const files = await outside.files();
  const found = await Promise.all(
    operands.map(async (operand) => {
      const mayBeFolder = operand !== "-" && !/^(?:arn:|alias\/)/.test(operand);
      const below = mayBeFolder ? await files.policiesBelow(operand) : undefined;
      return { operand, below: below?.map((path) => (path.includes("/") ? path : `./${path}`)) };
    }),
  );
  const below = new Set(found.flatMap((one) => one.below ?? []));
  return {
    operands: [...new Set(found.flatMap((one) => one.below ?? [one.operand]))],
    below,
    several: operands.length > 1 || found.some((one) => one.below !== undefined),
  };
};

/** Refuses operands below which nothing was a policy. Throws UsageError (`bad-target`). */
export const requireSome = (count: number, operands: readonly string[]): void => {
  if (count === 0) throw noPolicy(operands);
};

/** That the operands hold no policy. */
export const noPolicy = (operands: readonly string[]): UsageError =>
  new UsageError("bad-target", `${operands.join(", ")} holds no policy`, {
    hint: "a policy is a .json, .jsonc, .yaml or .yml file with a Statement, or stands in a template, a manifest, a plan, a state or Terraform source",
  });
