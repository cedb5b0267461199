import { DescribeKeyCommand, GetKeyPolicyCommand, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { AwsError, RefusedError } from "../../errors.ts";
import { maximumPolicyBytes, policyBytes } from "../../policy/limits.ts";
import type { CallerIdentity, DescribedKey, KeyStore, PutOptions } from "../../ports.ts";
import { describedKey } from "./described-key.ts";
import { createKmsCall, type KmsCall } from "./kms-client.ts";
import { requireAskedKey } from "./asked-key.ts";
import { type AliasNames, aliasesOf, listGrants, listKeys, listTags, revokeGrant } from "./kms-lists.ts";
import { lastUse } from "./kms-last-used.ts";
import { given } from "./pages.ts";
import { noSuchKey } from "./explain-service.ts";
import { type AwsSettings, chosenRegion } from "./settings.ts";

/** KMS over the wire. Requests are retried within the contract's bounds; every failure is one clear error. */
export const createKeyStore = (settings: AwsSettings, identity?: CallerIdentity): KeyStore => {
  const call = createKmsCall(settings);
  const note = onceEach(settings.note ?? (() => undefined));
  return {
    describe: (reference, options) =>
      describe(call, reference, options?.aliases ?? true, note).catch(async (error: unknown) => {
        throw await sayingWhere(error, reference, settings, identity);
      }),
    aliases: async (keyArn) => told(await aliasesOf(call, keyArn), note),
    readPolicy: (keyArn) => readPolicy(call, keyArn),
    writePolicy: (keyArn, text, options) => writePolicy(call, keyArn, text, options),
    list: () => listKeys(call),
    tags: (keyArn) => listTags(call, keyArn),
    grants: (keyArn) => listGrants(call, keyArn),
    revokeGrant: (keyArn, grantId) => revokeGrant(call, keyArn, grantId),
    dryRun: async (keyArn, trial) => (await import("./kms-dry-run.ts")).dryRun(call, keyArn, trial),
    lastUse: lastUse(call, settings.clock),
  };
};

/** A key is described more than once on the way of a command; what is not known of it is said once. */
const onceEach = (note: (text: string) => void): ((text: string) => void) => {
  const said = new Set<string>();
  return (text) => {
    if (!said.has(text)) note(text);
    said.add(text);
  };
};

/** Of a key that is not there one wants to know first which account was looked in. An ARN tells its own. */
const sayingWhere = async (
  error: unknown,
  reference: string,
  settings: AwsSettings,
  identity: CallerIdentity | undefined,
): Promise<unknown> => {
  const isMissing = error instanceof AwsError && error.code === "key-not-found";
  const region = chosenRegion(settings);
  if (!isMissing || reference.startsWith("arn:") || region === undefined) return error;
  const caller = await identity?.caller().catch(() => undefined);
  return caller ? noSuchKey(reference, `${caller.account}, ${region}`) : error;
};

/** The aliases are asked for beside the key where its id is known; for an alias KMS must first say which key it is. */
const describe = async (
  call: KmsCall,
  reference: string,
  withAliases: boolean,
  note: (text: string) => void,
): Promise<DescribedKey> => {
  const isAlias = /(^|:)alias\//.test(reference);
  const early = withAliases && !isAlias ? aliasesOf(call, reference) : undefined;
  const { KeyMetadata } = await call("DescribeKey", reference, (client) =>
    client.send(new DescribeKeyCommand({ KeyId: reference })),
  );
  const request = `kms:DescribeKey on ${reference}`;
  const key = given(KeyMetadata, "a key", request);
  const arn = given(key.Arn, "an ARN", request);
  requireAskedKey(reference, { ...key, Arn: arn }, request);
  // Only now: where the key cannot be read either, that is what is to be said.
  const aliases = withAliases ? told(await (early ?? aliasesOf(call, arn)), note) : [];
  return describedKey(key, arn, aliases);
};

const told = ({ names, unknown }: AliasNames, note: (text: string) => void): readonly string[] => {
  if (unknown !== undefined) note(unknown);
  return names;
};

const readPolicy = async (call: KmsCall, keyArn: string): Promise<string> => {
  const { Policy } = await call("GetKeyPolicy", keyArn, (client) =>
    client.send(new GetKeyPolicyCommand({ KeyId: keyArn, PolicyName: "default" })),
  );
  return given(Policy, "a policy", `kms:GetKeyPolicy on ${keyArn}`);
};

/** The size is checked first: over it KMS answers with an error that looks like throttling to many a retry. */
const writePolicy = async (
  call: KmsCall,
  keyArn: string,
  text: string,
  { bypassLockoutCheck, confirm }: PutOptions,
): Promise<void> => {
  const bytes = policyBytes(text);
  if (bytes > maximumPolicyBytes) {
    throw new RefusedError(
      "policy-too-large",
      `the policy is ${bytes} bytes long, and KMS takes ${maximumPolicyBytes}`,
      { hint: "merge statements, or give access by grants or aws:PrincipalOrgID" },
    );
  }
  const input = {
    KeyId: keyArn,
    PolicyName: "default",
    Policy: text,
    ...(bypassLockoutCheck && { BypassPolicyLockoutSafetyCheck: true }),
  };
  await call("PutKeyPolicy", keyArn, (client) => client.send(new PutKeyPolicyCommand(input)), {
    once: true,
    beforeRetry: confirm,
  });
};
