/** A stretch of the source. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** An expression, as far as policies need it: what is computed in other ways is `other`, with its source. */
export type Expression = Place &
  (
    | { readonly kind: "literal"; readonly value: string | number | boolean | null }
    | Template
    | { readonly kind: "list"; readonly items: readonly Expression[] }
    | { readonly kind: "object"; readonly members: readonly Member[] }
    | Call
    | { readonly kind: "reference"; readonly path: string }
    | Choice
    | { readonly kind: "test"; readonly sign: string; readonly operands: readonly Expression[] }
    | { readonly kind: "other" }
  );

/** A string or a heredoc, with the expressions in it. */
export interface Template {
  readonly kind: "template";
  /** Between the quotes, or the lines of the heredoc. */
  readonly body: Place;
  readonly parts: readonly TemplatePart[];
  /** `<<-` takes the least indentation off. */
  readonly form: "quoted" | "heredoc" | "indented";
}

export type TemplatePart = Place &
  (
    | { readonly kind: "text" }
    | { readonly kind: "value"; readonly value: Expression }
    /** `%{ if … }` and the like. */
    | { readonly kind: "directive" }
  );

export interface Call {
  readonly kind: "call";
  readonly name: string;
  readonly items: readonly Expression[];
}

export interface Choice {
  readonly kind: "choice";
  readonly test: Expression;
  readonly yes: Expression;
  readonly no: Expression;
}

export interface Member extends Place {
  /** A plain name, or what computes it. */
  readonly name: string | Expression;
  readonly nameEnd: number;
  readonly value: Expression;
}

/** An attribute with its name. */
export interface Attribute extends Place {
  readonly name: string;
  readonly value: Expression;
}

export interface Block extends Place {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: Body;
  /** Behind the opening brace, and before the closing one. */
  readonly inside: Place;
}

export interface Body {
  readonly attributes: ReadonlyMap<string, Expression>;
  /** The same with their places, in the order of the text. */
  readonly written: readonly Attribute[];
  readonly blocks: readonly Block[];
}
