/** A stretch of the source. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** An expression, as far as policies need it: what is computed in other ways is `other`, with its source. */
export type Expression = Place &
  (
    | { readonly kind: "string" | "heredoc" }
    | { readonly kind: "literal"; readonly value: string | number | boolean | null }
    | { readonly kind: "list"; readonly items: readonly Expression[] }
    | { readonly kind: "object"; readonly members: readonly Member[] }
    | { readonly kind: "call"; readonly name: string; readonly items: readonly Expression[] }
    | { readonly kind: "reference"; readonly path: string }
    | { readonly kind: "choice"; readonly test: Place; readonly yes: Expression; readonly no: Expression }
    | { readonly kind: "other" }
  );

export interface Member {
  readonly name: string;
  readonly nameStart: number;
  readonly value: Expression;
}

export interface Block extends Place {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
}

export interface Body {
  readonly attributes: ReadonlyMap<string, Expression>;
  readonly blocks: readonly Block[];
}
