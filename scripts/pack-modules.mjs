// Node takes longer to find and link fifty small files than to compile what is in them: modules that are loaded together become one file.
import { createHash } from "node:crypto";
import { posix } from "node:path";
import { build } from "esbuild";

/**
 * Puts the outputs of esbuild, modules by name, into packs. `groups` says per pack which sources (entry points of outputs, or else what an output is made of) it holds,
 * with all that these import statically and no earlier pack holds; each other module gets a pack of its own. A pack is a script: a
 * function that runs its modules, all of them, and exports those by name that others ask for. Returns its text, and the names of its
 * modules, by its name, which changes with the text.
 */
export const packModules = async ({ modules, outputs, groups }) => {
  const taken = new Set();
  const grouped = Object.entries(groups).map(([label, sources]) => [label, closure(outputs, sources, taken)]);
  const alone = [...modules.keys()].filter((name) => !taken.has(name)).map((name) => [name, [name]]);
  const packs = [...grouped, ...alone].map(async ([label, names]) => {
    const asked = names.filter((name) => isAskedFor(outputs, name, names));
    const text = await packed(modules, names, asked);
    const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
    return [`${label.replace(/-[A-Z0-9]{8}$/, "")}-${hash}`, { text, names: asked }];
  });
  return new Map(await Promise.all(packs));
};

const nameOf = (path) => posix.basename(path, ".js");

/** The modules made of `sources`, and all that they import statically, but for those that are `taken`; takes them. */
const closure = (outputs, sources, taken) => {
  const names = [];
  const visit = (path) => {
    const name = nameOf(path);
    if (taken.has(name) || outputs[path] === undefined) return;
    taken.add(name);
    names.push(name);
    for (const each of outputs[path].imports) if (each.kind === "import-statement") visit(each.path);
  };
  for (const source of sources) {
    const made = Object.entries(outputs);
    const output =
      made.find(([, { entryPoint }]) => entryPoint === source) ??
      made.find(([, { inputs }]) => source in inputs);
    if (!output) throw new Error(`${source} is in no output`);
    visit(output[0]);
  }
  return names;
};

/** Whether the loader is asked for a module: by the start of the program, by import(), or by a module of another pack. */
const isAskedFor = (outputs, name, pack) =>
  Object.entries(outputs).some(
    ([path, { entryPoint, imports }]) =>
      (nameOf(path) === name && entryPoint !== undefined) ||
      (!pack.includes(nameOf(path)) && imports.some((each) => nameOf(each.path) === name)),
  );

/**
 * The modules of a pack in one scope: to call a function of another module costs nothing then. What lies in other packs, and what
 * is loaded late, is asked of the loader. In parentheses V8 compiles a function when it meets it; it would else parse it twice.
 */
const packed = async (modules, names, asked) => {
  const { outputFiles } = await build({
    stdin: { contents: asked.map((name) => `export * as "${name}" from "./${name}.js";`).join("\n") },
    plugins: [fromMemory(modules, names)],
    write: false,
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20.17",
    supported: { "dynamic-import": false },
    minify: true,
    legalComments: "none",
    logLevel: "error",
  });
  return inAscii(`(function(exports,require,module){${outputFiles[0].text}})\n`);
};

/** The loader reads packs a byte a character. Of strings esbuild escapes what lies beyond ASCII; of regular expressions it does not. */
const inAscii = (text) => {
  const beyond = /.{0,40}[^\0-\x7f]+.{0,20}/.exec(text);
  if (beyond) throw new Error(`this is not in ASCII: write it as \\u and four digits: ${beyond[0]}`);
  return text;
};

const fromMemory = (modules, names) => ({
  name: "from-memory",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^\.\// }, ({ path, kind }) => {
      // To import a module of ours does nothing by itself: where nothing of it is used, its pack is not asked for.
      const isHere = kind !== "dynamic-import" && names.includes(nameOf(path));
      return isHere
        ? { path: nameOf(path), namespace: "memory" }
        : { path, external: true, sideEffects: false };
    });
    onLoad({ filter: /.*/, namespace: "memory" }, ({ path }) => ({ contents: modules.get(path) }));
  },
});
