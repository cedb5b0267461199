import type { AccountData, AccountReading, NotRead, ReadingBounds } from "../../account-data-port.ts";
import { KmspolError } from "../../errors.ts";
import type { CallerIdentity } from "../../ports.ts";
import { readAccount } from "./iam-account.ts";
import { createIamCall } from "./iam-client.ts";
import { readPrincipal } from "./iam-principal.ts";
import { readOrganization } from "./organization.ts";
import { createOrganizationsCall } from "./organizations-client.ts";
import type { AwsSettings } from "./settings.ts";

/** Whole accounts and their organization, read with one set of credentials. */
export const createAccountData = (settings: AwsSettings, identity: CallerIdentity): AccountData => {
  const asked = (bounds: ReadingBounds): AwsSettings => ({ ...settings, stop: bounds.signal });
  const now = () => settings.clock.now().toISOString();
  return {
    iam: async (bounds = {}) => {
      const { account } = await identity.caller();
      const what = `IAM of ${account}`;
      return reading(what, bounds, async () => {
        const at = now();
        const onPage = bounds.onPage ?? (() => undefined);
        const { details, notRead } = await readAccount(createIamCall(asked(bounds)), onPage);
        return { answer: { name: what, value: details, at }, notRead };
      });
    },
    organization: async (accounts, { everything = false, ...bounds } = {}) => {
      const { account: own } = await identity.caller();
      return reading("the policies of the organization", bounds, async () => {
        const call = createOrganizationsCall(asked(bounds));
        const { value, notRead } = await readOrganization(call, { own, accounts, everything });
        const late = notRead.map((one) => inTime(one, bounds));
        const answer = value && { name: `the organization of ${own}`, value, at: now() };
        return { answer, notRead: late };
      });
    },
    ofPrincipal: async (kind, name, bounds = {}) =>
      reading(`the IAM policies of ${kind}/${name}`, bounds, async () => {
        const value = await readPrincipal(createIamCall(asked(bounds)), kind, name);
        return { answer: { name: `${kind}/${name}`, value, at: now() }, notRead: [] };
      }),
  };
};

const reading = async (
  what: string,
  bounds: ReadingBounds,
  read: () => Promise<AccountReading>,
): Promise<AccountReading> => {
  try {
    return await read();
  } catch (error) {
    const stopped = bounds.signal?.aborted === true;
    if (!stopped && !(error instanceof KmspolError)) throw error;
    const because = error instanceof Error ? error.message : String(error);
    return { answer: undefined, notRead: [inTime({ what, because }, bounds)] };
  }
};

const inTime = (notRead: NotRead, { signal }: ReadingBounds): NotRead =>
  signal?.aborted === true ? { ...notRead, because: "AWS did not answer in time" } : notRead;
