/** What an operand names: by this it is asked for on a terminal, and completed in a shell. */
export type Named =
  | { readonly is: "target"; readonly question?: string }
  | {
      readonly is: "principal";
      /** The part of the default view that they come into, or leave. */
      readonly joins?: "admins" | "users";
      readonly leaves?: "admins" | "users";
      readonly question?: string;
    }
  | { readonly is: "account"; readonly leaves?: "accounts" }
  | { readonly is: "service"; readonly leaves?: "services" }
  | { readonly is: "group" | "action" | "file" | "code" }
  /** Whoever the whole question is about: completed, not asked for. */
  | { readonly is: "caller" };

/** An operand of a verb, in its place. */
export interface Operand {
  /** As the usage writes it. */
  readonly name: string;
  readonly about: string;
  readonly optional?: boolean;
  /** The flag (by its member) that stands in its place. */
  readonly unless?: string;
  /** The last one may be given several times. */
  readonly several?: boolean;
  readonly choices?: readonly string[];
  readonly named?: Named;
}

/** What was given in the place of an operand. */
export type OperandValue = string | readonly string[] | undefined;

/** The key or the policy that a verb works on. */
export const target = (about: string): Operand => ({ name: "target", about, named: { is: "target" } });
