import type { DescribedKey, KeyStore } from "../ports.ts";
import { describedOperand } from "./described-operand.ts";

/** A key, its policy, and what was asked beside them. */
export interface AskedKey<Beside> {
  readonly key: DescribedKey;
  /** The policy's text: first the one that was asked for already, then anew each time. Throws AwsError. */
  readonly policy: () => Promise<string>;
  readonly beside: Beside;
}

/**
 * Asks KMS which key an operand names, and then side by side for its aliases, its policy, and whatever `beside` asks about it: on a slow
 * line the calls in a row are what is waited for. `beside` gets the key without its aliases, and what it throws is thrown at once. Throws
 * AwsError where there is no such key; that the policy cannot be read is thrown to whoever wants it.
 */
export const askKey = async <Beside>(
  store: KeyStore,
  reference: string,
  beside: (key: DescribedKey) => Promise<Beside>,
): Promise<AskedKey<Beside>> => {
  const key = await describedOperand(store, reference, { aliases: false });
  const { arn } = key.target;
  const policy = askedEarly(() => store.readPolicy(arn));
  const [aliases, more] = await Promise.all([store.aliases(arn), beside(key)]);
  return { key: { ...key, target: { ...key.target, aliases } }, policy, beside: more };
};

/** Asks now; the first to want the answer gets that one, every later one asks anew. */
const askedEarly = <Answer>(ask: () => Promise<Answer>): (() => Promise<Answer>) => {
  let early: Promise<Answer> | undefined = ask();
  // Whether anybody wants it is not known yet; who does is thrown what went wrong.
  early.catch(() => undefined);
  return () => {
    const answer = early ?? ask();
    early = undefined;
    return answer;
  };
};
