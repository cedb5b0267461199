import { commandFor } from "../../change/command-target.ts";
import { refusingInWords } from "../../change/made.ts";
import type { PolicySubject } from "../../change/types.ts";
import { accountOperands } from "../../default-view/account-operands.ts";
import { UsageError } from "../../errors.ts";
import type { Context } from "../../cli/app.ts";
import { type OtherHalf, prepareAttach } from "./attach.ts";
import { openAccount } from "../../cli/open-account.ts";
import type { ChangeFlags } from "../../cli/options.ts";

interface Asked {
  readonly accounts: readonly string[];
  readonly flag: "--attach" | "--detach";
  /** The value of that flag. */
  readonly to: string | undefined;
}

/**
 * The half in the other account, where `--attach` or `--detach` asks for it. Throws UsageError (`missing-value`,
 * `too-many-operands`, and what prepareAttach throws) and RefusedError (`wrong-account-profile`).
 */
export const otherAccountHalf = async (
  context: Context,
  subject: PolicySubject,
  { accounts, flag, to }: Asked,
  flags: ChangeFlags & { readonly accountProfile?: string },
): Promise<OtherHalf | undefined> => {
  const { accountProfile } = flags;
  if (to === undefined && accountProfile === undefined) return undefined;
  if (to === undefined) throw lacking(`--account-profile needs ${flag}`, `${flag} role/NAME`);
  if (accountProfile === undefined)
    throw lacking(`${flag} needs a profile of the other account`, "--account-profile NAME");
  const [operand, ...more] = await refusingInWords(subject, () => accountOperands(accounts, subject.facts));
  if (operand?.account === undefined || more.length > 0) {
    throw new UsageError("too-many-operands", `${flag} works on one account at a time`, {
      hint: "run the command once for each account",
    });
  }
  const { directory } = await openAccount(context, accountProfile, operand.account);
  const { account } = operand;
  const half = await prepareAttach(context, subject, { directory, account, to }, flags);
  if (flag === "--detach") return { putInPlace: (_, answers) => half.putInPlace(undefined, answers) };
  // A group cannot be asked about, and a file is not in force yet.
  if (to.startsWith("group/") || subject.target.kind === "file") return half;
  const arn = `arn:${subject.facts.partition ?? "aws"}:iam::${account}:${to}`;
  const question = ["can", arn, "kms:DescribeKey", "--account-profile", accountProfile] as const;
  return { ...half, proof: commandFor(subject, ...question) };
};

const lacking = (message: string, give: string): UsageError =>
  new UsageError("missing-value", message, { hint: `give ${give}` });
