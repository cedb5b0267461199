// Node takes longer to find and link fifty small files than to compile what is in them: modules that are loaded together become one file.
import { createHash } from "node:crypto";
import { posix } from "node:path";
import { transform } from "esbuild";

/**
 * Puts the outputs of esbuild, modules by name, into packs. `groups` says per pack which sources (entry points of outputs) it holds,
 * with all that these import statically and no earlier pack holds; each other module gets a pack of its own. A pack is a script: an
 * object of CommonJS modules. Returns its text, and the names of its modules, by its name, which changes with the text.
 */
export const packModules = async ({ modules, outputs, groups }) => {
  const taken = new Set();
  const grouped = Object.entries(groups).map(([label, sources]) => [label, closure(outputs, sources, taken)]);
  const alone = [...modules.keys()].filter((name) => !taken.has(name)).map((name) => [name, [name]]);
  const packs = [...grouped, ...alone].map(async ([label, names]) => {
    const text = await packed(modules, names);
    const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
    return [`${label.replace(/-[A-Z0-9]{8}$/, "")}-${hash}`, { text, names }];
  });
  return new Map(await Promise.all(packs));
};

/** The modules made of `sources`, and all that they import statically, but for those that are `taken`; takes them. */
const closure = (outputs, sources, taken) => {
  const names = [];
  const visit = (path) => {
    const name = posix.basename(path, ".js");
    if (taken.has(name) || outputs[path] === undefined) return;
    taken.add(name);
    names.push(name);
    for (const each of outputs[path].imports) if (each.kind === "import-statement") visit(each.path);
  };
  for (const source of sources) {
    const output = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === source);
    if (!output) throw new Error(`${source} is no entry point: nothing loads it with import()`);
    visit(output[0]);
  }
  return names;
};

/** In parentheses V8 compiles a function when it meets it; it would else parse it twice. */
const packed = async (modules, names) => {
  const members = names.map(async (name) => {
    const { code } = await transform(modules.get(name), {
      format: "cjs",
      platform: "node",
      target: "node20.17",
      supported: { "dynamic-import": false },
      minify: true,
      legalComments: "none",
    });
    return `${JSON.stringify(name)}:(function(exports,require,module){${code}})`;
  });
  return `({${(await Promise.all(members)).join(",\n")}})\n`;
};
