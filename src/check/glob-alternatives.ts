/** More would be a mistake, and braces beside braces multiply. */
const most = 100;

/**
 * A glob for each choice that braces give: `*.{json,yaml}` is `*.json` and `*.yaml`; braces without a comma are letters.
 * Undefined where there are more than a hundred.
 */
export const alternativesOf = (glob: string): readonly string[] | undefined => {
  const done: string[] = [];
  const open = [glob];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const choices = choicesOf(one);
    if (choices) open.push(...choices);
    else done.push(one);
    if (open.length + done.length > most) return undefined;
  }
  return done;
};

/** The glob with each choice of its first innermost braces; undefined where it has none. */
const choicesOf = (glob: string): readonly string[] | undefined => {
  let cuts: number[] = [];
  for (let i = 0; i < glob.length; i++) {
    const letter = glob[i];
    if (letter === "\\") i++;
    else if (letter === "{") cuts = [i];
    else if (letter === "," && cuts.length > 0) cuts.push(i);
    else if (letter === "}" && cuts.length > 1) return withEach(glob, [...cuts, i]);
    else if (letter === "}") cuts = [];
  }
  return undefined;
};

/** `cuts`: the places of the opening brace, the commas and the closing brace. */
const withEach = (glob: string, cuts: readonly number[]): readonly string[] => {
  const [before, after] = [glob.slice(0, cuts[0]), glob.slice((cuts.at(-1) ?? 0) + 1)];
  return cuts.slice(1).map((end, i) => before + glob.slice((cuts[i] ?? 0) + 1, end) + after);
};
