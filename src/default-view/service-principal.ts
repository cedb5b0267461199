import { UsageError } from "../errors.ts";
import type { KeyFacts } from "../policy/key-facts.ts";
import { parsePrincipal } from "../policy/principal.ts";
import { profileOf } from "./services.ts";

/**
 * The service principal that an operand means: `sns` is `sns.amazonaws.com`, `logs` that of the key's Region, a dotted
 * name is itself. Throws UsageError (`invalid-service-principal`, `region-needed`).
 */
export const servicePrincipal = (text: string, { region }: KeyFacts): string => {
  const dotted = /\.amazonaws\.|\.amazon\./.test(text);
  const whole = dotted ? text : `${text}.amazonaws.com`;
  if (parsePrincipal("Service", whole).kind !== "service") {
    throw new UsageError("invalid-service-principal", `${text} is no service principal`, {
      hint: "write a name such as cloudtrail or cloudtrail.amazonaws.com",
    });
  }
  if (dotted || profileOf(whole)?.regional === undefined) return whole;
  if (region === undefined) {
    throw new UsageError(
      "region-needed",
      `${text} has a principal in each Region, and the key's is not known`,
      {
        hint: `write ${text}.REGION.amazonaws.com, or tell the key with --key-arn`,
      },
    );
  }
  return `${text}.${region}.amazonaws.com`;
};
