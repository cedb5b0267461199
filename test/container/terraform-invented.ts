import fc from "fast-check";

/** Expressions of Terraform's language over test/container/expressions/definitions.tf; a few of them are none that Terraform takes. */
const invented = fc.letrec<{ text: string; list: string; truth: string }>((tie) => {
  const [text, list, truth] = [tie("text"), tie("list"), tie("truth")];
  /** A pattern in which T, L and B stand for a text, a list and a truth value. */
  const made = (pattern: string): fc.Arbitrary<string> => {
    const holes = [...pattern.matchAll(/\b[TLB]\b/g)].map(([letter]) =>
      letter === "T" ? text : letter === "L" ? list : truth,
    );
    return fc.tuple(...holes).map((values) => {
      let next = 0;
      return pattern.replace(/\b[TLB]\b/g, () => values[next++] ?? "");
    });
  };
  const of = (plain: readonly string[], ...patterns: readonly string[]): fc.Arbitrary<string> =>
    fc.oneof({ maxDepth: 3, withCrossShrink: true }, fc.constantFrom(...plain), ...patterns.map(made));
  return {
    text: of(
      [
        ...[
          "var.who",
          "var.env",
          "var.number",
          "local.account",
          "local.prefix",
          "local.signs",
          "local.lines",
        ],
        ...[
          '"x"',
          '"y-${var.who}"',
          '"$${x}"',
          '"a\\nb"',
          "1",
          "1.50",
          "true",
          "local.names[1]",
          "var.map.two",
        ],
        ...[
          'var.map["one"]',
          "local.teams.dev[0]",
          "var.object.name",
          "var.numbers[0]",
          "element(var.ids, 4)",
        ],
      ],
      ...['"${T}/${T}"', "(B ? T : T)", 'format("%s/%s", T, T)', 'format("%v-%d", T, 7)', 'join(",", L)'],
      ...["lower(T)", "upper(T)", 'coalesce("", T)', 'try(var.map["no"], T)', 'replace(T, "a", "b")'],
      ...["trimspace(T)", "tostring(T)", 'lookup(var.map, "none", T)', "element(L, 0)", "L[0]", "length(L)"],
      ...['split("/", T)[0]', '"%{ if B }${T}%{ else }no%{ endif }"', '"%{ for x in L ~} ${x},%{ endfor }"'],
      ...[
        '"%{ for i, x in L }${i}=${x};%{ endfor ~}  end"',
        "one([T])",
        "jsondecode(jsonencode({ a = T })).a",
      ],
      ...[
        "{ a = T }.a",
        '{ (var.who) = T }["App"]',
        "merge({ a = T }, { b = 1 }).a",
        'trimprefix(T, "arn:")',
      ],
    ),
    list: of(
      [
        ...["var.ids", "var.numbers", "local.names", '["k", "l"]', "tolist(var.set)", "local.teams.dev"],
        ...["var.object.tags", "var.objects[*].name", "values(var.map)", "keys(local.teams)", "var.empty"],
      ],
      ...[
        "[T, T]",
        "[T]",
        "concat(L, L)",
        "concat(L, B ? [T] : [])",
        "[for x in L : x]",
        "[for x in L : upper(x)]",
      ],
      ...['[for x in L : x if x != "a"]', '[for i, x in L : "${i}${x}"]', "flatten([L, [T]])", "distinct(L)"],
      ...[
        'compact(["", T])',
        'formatlist("%s-x", L)',
        "(B ? L : L)",
        "sort(L)",
        "reverse(L)",
        "slice(L, 0, 1)",
      ],
      ...[
        "toset(L)",
        "tolist(L)",
        "keys({ for x in L : x => x... })",
        "try(L, [])",
        "coalescelist(var.empty, L)",
      ],
      ...['setsubtract(L, ["a"])', "values(merge(var.map, { three = T }))", "[for x in L : T][*]"],
    ),
    truth: of(
      ["true", "false", "1 + 1 == 2", 'local.account == "x"', "length(local.names) > 1"],
      ...["!B", "(B && B)", "(B || B)", 'contains(L, "a")', "T == T", 'startswith(T, "a")', "alltrue([B])"],
    ),
  };
});

/** Texts and lists, in equal parts. */
export const expressionsInvented: fc.Arbitrary<string> = fc.oneof(invented.text, invented.list);
