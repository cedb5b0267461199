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
    | Reference
    | Access
    | Loop
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
    /** `%{ if … }` and `%{ for … }`; undefined where it is neither. */
    | { readonly kind: "directive"; readonly directive: Directive | undefined }
  );

/** What a template says of a stretch of itself. */
export type Directive =
  | {
      readonly kind: "if";
      readonly test: Expression;
      readonly yes: readonly TemplatePart[];
      readonly no: readonly TemplatePart[];
    }
  | ({ readonly kind: "for"; readonly parts: readonly TemplatePart[] } & Repetition);

/** What is repeated over a collection: its second name is for the items, the first for their keys; a name alone is for the items. */
export interface Repetition {
  readonly names: readonly string[];
  readonly over: Expression;
}

/** `[for x in y : z if w]`, or an object with a key. */
export interface Loop extends Repetition {
  readonly kind: "loop";
  readonly key: Expression | undefined;
  readonly value: Expression;
  readonly condition: Expression | undefined;
  /** `...`: the values of one key are a list. */
  readonly isGrouped: boolean;
}

export interface Reference {
  readonly kind: "reference";
  readonly path: string;
  /** The same by its steps, where the path alone does not tell where it leads. */
  readonly access: Access | undefined;
}

/** What is taken out of another value. */
export interface Access {
  readonly kind: "access";
  readonly of: Expression;
  readonly steps: readonly Step[];
}

/** `.name`, `[index]`, or `[*]` with what is taken of each item. */
export type Step =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "index"; readonly index: Expression }
  | { readonly kind: "each"; readonly steps: readonly Step[] };

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
