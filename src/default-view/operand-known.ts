import type { PolicyDocument } from "../policy/document.ts";
import { parsePrincipal, roleOrUserMeant } from "../policy/principal.ts";
import { readPolicy } from "../policy/read-policy.ts";

const namesIn = (document: PolicyDocument): readonly string[] =>
  readPolicy(document).statements.flatMap(({ principals }) =>
    principals.filter(({ type }) => type === "AWS").map(({ value }) => value),
  );

/** True where some statement names exactly this string under `AWS`. */
export const namedLiterally = (text: string, document: PolicyDocument): boolean =>
  text !== "*" && namesIn(document).includes(text);

/** The ARN that the policy holds for the user or role of that kind, account and name, whatever its path; only if it is one. */
export const knownArn = (arn: string, document: PolicyDocument): string | undefined => {
  const wanted = roleOrUserMeant(parsePrincipal("AWS", arn));
  if (!wanted) return undefined;
  const found = namesIn(document).filter((value) => {
    const principal = roleOrUserMeant(parsePrincipal("AWS", value));
    return (
      principal?.kind === wanted.kind &&
      principal.account === wanted.account &&
      principal.name.toLowerCase() === wanted.name.toLowerCase()
    );
  });
  const [first, ...others] = new Set(found);
  return others.length === 0 ? first : undefined;
};
