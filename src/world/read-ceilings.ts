import { UsageError } from "../errors.ts";
import { documentOf, parsePolicyText } from "../policy/document.ts";
import { readPolicy } from "../policy/read-policy.ts";
import { memberNamed } from "../policy/syntax.ts";
import { objectOf, objectsOf, textOf } from "./plain-json.ts";
import type { BoundPolicy, PolicyContent } from "./types.ts";

/** The endpoint that a call takes, as far as it is known: its policy, and what its requests carry. */
export interface Endpoint {
  readonly policy: BoundPolicy;
  /** `vpce-…`; undefined where the policy alone was given. */
  readonly id?: string;
  readonly vpc?: string;
}

/**
 * A policy that the asker gives: of a session, or of a VPC endpoint. Its principals are kept. Throws UsageError
 * (`bad-ceiling-policy`) for what is no policy, nothing of it quoted; `name` is how errors and answers call it.
 */
export const readCeiling = (name: string, value: unknown): BoundPolicy => {
  const content = contentOf(value);
  if (!("unknown" in content)) return { name, content };
  throw new UsageError("bad-ceiling-policy", `${name} is no policy: ${content.unknown}`, {
    hint: "give the JSON text of the policy: Version and Statement",
  });
};

/**
 * The endpoints for KMS in `region` that a file tells of: one policy, or what `aws ec2 describe-vpc-endpoints` printed.
 * One without a policy lets everything through (Amazon VPC User Guide, "Default endpoint policy"). Throws UsageError:
 * `bad-ceiling-policy`, `no-endpoint` where none is for KMS.
 */
export const readEndpoints = (
  name: string,
  value: unknown,
  region: string | undefined,
): readonly Endpoint[] => {
  const answer = objectOf(value)?.["VpcEndpoints"];
  if (!Array.isArray(answer)) return [{ policy: readCeiling(name, value) }];
  const ofKms = objectsOf(answer).filter((one) => isForKms(textOf(one, "ServiceName"), region));
  if (ofKms.length === 0) {
    throw new UsageError(
      "no-endpoint",
      `${name} has no VPC endpoint for KMS${region ? ` in ${region}` : ""}`,
      {
        hint: "aws ec2 describe-vpc-endpoints --filters Name=service-name,Values=com.amazonaws.REGION.kms",
      },
    );
  }
  return ofKms.map((one) => {
    const [id, vpc] = [textOf(one, "VpcEndpointId"), textOf(one, "VpcId")];
    const text = one["PolicyDocument"];
    const policy = text === undefined || text === "" ? everything : readCeiling(id ?? name, text);
    return { policy, ...(id !== undefined && { id }), ...(vpc !== undefined && { vpc }) };
  });
};

const isForKms = (service: string | undefined, region: string | undefined): boolean => {
  const [, found] = /^(?:cn\.)?com\.amazonaws\.([\w-]+)\.kms(?:-fips)?$/.exec(service ?? "") ?? [];
  return found !== undefined && (region === undefined || found === region);
};

const contentOf = (value: unknown): PolicyContent => {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const parsed = parsePolicyText(text, "json");
  const document = parsed.problems.length === 0 ? documentOf(parsed) : undefined;
  if (!document) return { unknown: "its text is no JSON object" };
  if (!memberNamed(document.root, "Statement")) return { unknown: "its text has no Statement" };
  const policy = readPolicy(document);
  const broken = policy.statements.find(({ actions, resources, inert }) =>
    [actions.length === 0, resources.length === 0, inert?.startsWith("its Effect")].includes(true),
  );
  return broken
    ? { unknown: `statement ${broken.index + 1} lacks an effect, an action or a resource` }
    : { policy };
};

const everything = readCeiling("the default endpoint policy", {
  Statement: { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" },
});
