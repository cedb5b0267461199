import type { Placed } from "./placed.ts";

/** The provider that a resource or data source names: `aws.backup`; undefined for the default one. */
export const providerOf = (placed: Placed | undefined): string | undefined => {
  const value = placed?.block.body.attributes.get("provider");
  return value && placed && placed.source.text.slice(value.start, value.end).replace(/"/g, "");
};

/** What says in whose name a provider works (Terraform Registry, "AWS Provider", "Authentication and Configuration"). */
const identifying =
  /^(?:access_key|secret_key|token|profile|shared_config_files|shared_credentials_files|allowed_account_ids|assume_role.*)$/;

/**
 * Whether two providers of the folder differ in Region and the like alone. One that the folder does not configure is handed to it, and
 * may be anybody's.
 */
export const isOneAccount = (
  providers: readonly Placed[],
  one: string | undefined,
  other: string | undefined,
): boolean => {
  const [first, second] = [one, other].map((name) => identityOf(providers, name));
  return first !== undefined && first === second;
};

/** What identifies a provider, as it is written; undefined where it is not there. */
const identityOf = (providers: readonly Placed[], name: string | undefined): string | undefined => {
  const alias = name?.replace(/^aws\.?/, "") ?? "";
  const found = providers.find(({ source, block }) => {
    const value = block.body.attributes.get("alias");
    return (value ? source.text.slice(value.start, value.end).replace(/"/g, "") : "") === alias;
  });
  if (!found) return alias === "" ? "" : undefined;
  const { source, block } = found;
  const parts = [...block.body.written.map((part) => ({ ...part, type: part.name })), ...block.body.blocks];
  return parts
    .filter(({ type }) => identifying.test(type))
    .map(({ start, end }) => source.text.slice(start, end).replace(/\s+/g, " "))
    .sort()
    .join("\n");
};
