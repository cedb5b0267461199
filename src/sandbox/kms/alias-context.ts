import type { Context } from "../access/context.ts";
import type { NamedKey } from "./find-key.ts";

/** `kms:RequestAlias`: only a request that names the key by an alias carries it, as a name even where it gave an ARN. */
export const aliasContext = ({ alias }: NamedKey): Context =>
  alias === undefined ? {} : { "kms:RequestAlias": alias };
