import type { CallCeilings } from "../../access/effective/types.ts";
import type { AccessRequest } from "../../access/types.ts";
import { UsageError } from "../../errors.ts";
import { documentOf, loadPolicyText } from "../../policy/document.ts";
import { documentValue } from "../../policy/json-value.ts";
import type { KeyFacts } from "../../policy/key-facts.ts";
import { parsePrincipal } from "../../policy/principal.ts";
import { type Endpoint, readCeiling, readEndpoints } from "../../world/read-ceilings.ts";
import type { Context } from "../../cli/app.ts";
import type { CanOptions } from "./can-options.ts";
import { formatOfPath } from "../../target/policy-format.ts";

/** The ceilings that the flags give, and the request with what a call through the endpoint carries. */
export interface AskedCeilings {
  readonly ceilings: CallCeilings;
  readonly request: AccessRequest;
}

/**
 * Reads `--session-policy` and `--endpoint-policy`; undefined where neither is given. Throws UsageError: a session policy
 * of somebody who has no session (`conflicting-flags`), several endpoints of which none is named (`several-endpoints`),
 * and what the readers throw.
 */
export const askedCeilings = async (
  context: Context,
  { sessionPolicy, endpointPolicy }: CanOptions,
  request: AccessRequest,
  { region }: KeyFacts,
): Promise<AskedCeilings | undefined> => {
  if (sessionPolicy === undefined && endpointPolicy === undefined) return undefined;
  if (sessionPolicy) requireSession(request.principal);
  const session =
    sessionPolicy &&
    (await Promise.all(sessionPolicy.map(async (file) => readCeiling(file, await valueIn(context, file)))));
  if (endpointPolicy === undefined) return { ceilings: { ...(session && { session }) }, request };
  const endpoints = readEndpoints(endpointPolicy, await valueIn(context, endpointPolicy), region);
  const endpoint = endpointOf(endpoints, request);
  return {
    ceilings: { ...(session && { session }), endpoint: [endpoint.policy] },
    request: throughEndpoint(request, endpoint),
  };
};

const requireSession = (text: string): void => {
  const { kind } = parsePrincipal("AWS", text);
  if (kind === "role" || kind === "session" || kind === "federated-user") return;
  throw new UsageError(
    "conflicting-flags",
    `a session policy binds sessions of roles and federated users, and ${text} is neither`,
  );
};

const valueIn = async (context: Context, file: string): Promise<unknown> => {
  const files = await context.outside.files();
  const text = file === "-" ? await files.readStdin() : await files.read(file);
  const parsed = await loadPolicyText(text, formatOfPath(file));
  const document = parsed.problems.length === 0 ? documentOf(parsed) : undefined;
  if (document) return documentValue(document);
  throw new UsageError("bad-ceiling-policy", `${file} is no JSON object`, {
    hint: "give the JSON text of the policy",
  });
};

const nameOfEndpoint = "aws:sourcevpce";

const givenIn = ({ context }: AccessRequest, wanted: string): string | undefined => {
  const [, value] = Object.entries(context).find(([key]) => key.toLowerCase() === wanted) ?? [];
  return typeof value === "string" ? value : value?.[0];
};

const endpointOf = (endpoints: readonly Endpoint[], request: AccessRequest): Endpoint => {
  const named = givenIn(request, nameOfEndpoint);
  const meant =
    named === undefined ? endpoints : endpoints.filter(({ id }) => id === undefined || id === named);
  const [endpoint] = meant;
  if (endpoint && meant.length === 1) return endpoint;
  const ids = endpoints.flatMap(({ id }) => id ?? []);
  throw new UsageError(
    "several-endpoints",
    meant.length === 0
      ? `there is no endpoint ${named ?? ""} for KMS in the file`
      : `there are ${ids.length} endpoints for KMS in the file`,
    { hint: `say which one: --context aws:SourceVpce=${ids[0] ?? "vpce-…"}` },
  );
};

// What goes through an endpoint carries its id and its VPC (IAM User Guide, "aws:SourceVpce", "aws:SourceVpc").
const throughEndpoint = (request: AccessRequest, { id, vpc }: Endpoint): AccessRequest => ({
  ...request,
  context: {
    ...(id !== undefined && givenIn(request, nameOfEndpoint) === undefined && { "aws:SourceVpce": id }),
    ...(vpc !== undefined && givenIn(request, "aws:sourcevpc") === undefined && { "aws:SourceVpc": vpc }),
    ...request.context,
  },
});
