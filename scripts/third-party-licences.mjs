// Collects the licence of every package whose code is in the bundle, for the published package.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const admitted =
  /^(MIT|ISC|0BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|BlueOak-1\.0\.0|Unlicense|\(MIT OR .*\)|\(.* OR MIT\))$/;

/**
 * `inputs` are the file names of esbuild's metafile. A text that several packages share stands once, below all their names. Throws where
 * a bundled package has a licence that we do not admit.
 */
export const writeThirdPartyLicences = async (inputs, outputFile) => {
  const folders = new Set(inputs.map(packageFolder).filter(Boolean));
  const named = new Map();
  for (const { heading, text } of await Promise.all([...folders].sort().map(licenceOf))) {
    const terms = apacheTerms(text) ?? text;
    const { headings, text: first } = named.get(terms) ?? { headings: [], text };
    const owners = terms === text ? [] : copyrightsIn(text);
    named.set(terms, { headings: [...headings, [heading, ...owners].join("\n  ")], text: first });
  }
  const sections = [...named.values()].map(({ headings, text }) => `${headings.join("\n")}\n\n${text}\n`);
  await writeFile(outputFile, sections.join(`\n${"-".repeat(80)}\n\n`));
};

/**
 * The terms of an Apache licence, whatever its white space and its example of a notice; undefined for any other text. Packages with the
 * same terms share the text, and each keeps its copyright.
 */
const apacheTerms = (text) =>
  /1\. Definitions\..*additional liability\./s
    .exec(text)?.[0]
    .replace(/\s+/g, "")
    .replaceAll("https:", "http:");

const copyrightsIn = (text) => [...text.matchAll(/^ *(Copyright (?![[{]).*)$/gm)].map(([, owner]) => owner);

const packageFolder = (file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];

const licenceOf = async (folder) => {
  const { name, version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  if (!admitted.test(license))
    throw new Error(`${name} ${version} has the licence ${license}, which kmspol does not admit`);
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? await readFile(join(folder, file), "utf8") : `Licence: ${license}\n`;
  return { heading: `${name} ${version} (${license})`, text: text.trimEnd() };
};
