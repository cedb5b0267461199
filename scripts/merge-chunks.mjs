// Node takes longer to find and link forty small modules than to compile what is in them. What nearly every start loads
// becomes one file; esbuild, which splits, has no way to say so.
import { posix } from "node:path";
import { build } from "esbuild";

/**
 * Puts the outputs made of the sources `entries`, and all that these import statically, into one output at the path `start`; the
 * others then import that one. `files` (path to text) and `outputs` are those of esbuild. Returns the new files. Throws where a
 * merged output is still asked for by its own name.
 */
export const mergeChunks = async ({ files, outputs, entries, start }) => {
  const merged = closure(outputs, entries);
  const renamed = namesIn(outputs, merged);
  const dynamically = (path, text) =>
    text.replaceAll(/import\("(\.[^"]+)"\)/g, (asWritten, specifier) => {
      const found = join(path, specifier);
      if (!merged.has(found)) return asWritten;
      const members = outputs[found].exports.map((name) => `${name}:m.${renamed(found, name)}`);
      return `import("${specifierOf(path, start)}").then(function(m){return{${members.join(",")}}})`;
    });
  const statically = (path, text) =>
    text.replaceAll(/import(?:\{([^}]*)\}from)?"(\.[^"]+)"/g, (asWritten, names, specifier) => {
      const found = join(path, specifier);
      if (!merged.has(found)) return asWritten;
      const list = names?.split(",").map((name) => renamed(found, name.split(" as ")[0]) + asLocal(name));
      return `import${list === undefined ? "" : `{${list.join(",")}}from`}"${specifierOf(path, start)}"`;
    });

  const parts = new Map([...merged].map((path) => [path, dynamically(path, files.get(path))]));
  const others = [...files].filter(([path]) => !merged.has(path));
  const rewritten = others.map(([path, text]) => [path, statically(path, dynamically(path, text))]);
  const all = new Map([
    ...rewritten,
    [start, await asOne(parts, start, exportsOf(outputs, merged, renamed))],
  ]);
  for (const [path, text] of all)
    for (const gone of merged)
      if (text.includes(posix.basename(gone))) throw new Error(`${path} still asks for ${gone}`);
  return all;
};

/** The outputs of these sources, and all that they import statically. */
const closure = (outputs, entries) => {
  const found = new Set();
  const visit = (path) => {
    if (found.has(path) || outputs[path] === undefined) return;
    found.add(path);
    for (const each of outputs[path].imports) if (each.kind === "import-statement") visit(each.path);
  };
  for (const [path, { entryPoint }] of Object.entries(outputs)) if (entries.includes(entryPoint)) visit(path);
  return found;
};

/** Under which name an export of a merged output is to be had: esbuild gives each output names of its own, such as `a`. */
const namesIn = (outputs, merged) => {
  const numbers = new Map([...merged].map((path, number) => [path, number]));
  return (path, name) => `m${numbers.get(path)}_${name}`;
};

const exportsOf = (outputs, merged, renamed) =>
  [...merged].map((path) => {
    const list = outputs[path].exports.map((name) => `${name} as ${renamed(path, name)}`);
    return `export { ${list.join(", ")} } from "./${path}";`;
  });

const asLocal = (name) => ` as ${name.split(" as ").at(-1)}`;

const join = (importer, specifier) => posix.join(posix.dirname(importer), specifier);

const specifierOf = (importer, path) => {
  const relative = posix.relative(posix.dirname(importer), path);
  return relative.startsWith(".") ? relative : `./${relative}`;
};

/** Bundles the parts; what they import beside each other stays an import. */
const asOne = async (parts, start, lines) => {
  const inMemory = {
    name: "in-memory",
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^\./ }, ({ path, importer }) => {
        const found = importer === "<stdin>" ? posix.normalize(path) : join(importer, path);
        return parts.has(found)
          ? { path: found, namespace: "merged" }
          : { path: specifierOf(start, found), external: true };
      });
      onLoad({ filter: /.*/, namespace: "merged" }, ({ path }) => ({ contents: parts.get(path) }));
    },
  };
  const { outputFiles } = await build({
    stdin: { contents: lines.join("\n") },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20.17",
    minify: true,
    legalComments: "none",
    plugins: [inMemory],
    logLevel: "warning",
  });
  return outputFiles[0].text;
};
