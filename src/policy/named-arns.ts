import type { Policy } from "./model.ts";

/** Every text that a policy has where it names a user or role: in a Principal, and in a condition on aws:PrincipalArn. */
export const namedArns = ({ statements }: Policy): readonly string[] =>
  statements.flatMap(({ principals, conditions }) => [
    ...principals.flatMap(({ type, value }) => (type === "AWS" ? [value] : [])),
    ...conditions
      .filter(({ key }) => key.toLowerCase() === "aws:principalarn")
      .flatMap(({ values }) => values),
  ]);
