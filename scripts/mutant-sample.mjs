import { Instrumenter } from "@stryker-mutator/instrumenter";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { relative } from "node:path";

const silent = () => {};
const quiet = { isDebugEnabled: () => false, debug: silent, info: silent, warn: silent };

/** The name of a place and of what is put in there: lines and columns are counted from 0, as Stryker does within. */
export const nameOfFault = ({ fileName, location: { start, end }, replacement }) =>
  [relative(".", fileName), start.line, start.column, end.line, end.column, replacement].join(":");

/** All faults that can be put into these files. */
const faultsOf = async (files, excludedMutations) => {
  const sources = files.map((name) => ({ name, content: readFileSync(name, "utf8"), mutate: true }));
  const options = { excludedMutations, ignorers: [], plugins: null, noHeader: false };
  const { mutants } = await new Instrumenter(quiet).instrument(sources, options);
  return mutants.filter(({ status }) => status !== "Ignored");
};

/**
 * So many of the faults that can be put into these files, drawn at random, and how many there are: the same seed draws the
 * same ones of the same source.
 */
export const drawFaults = async (files, count, seed, excludedMutations) => {
  const all = await faultsOf(files, excludedMutations);
  const lot = (fault) =>
    createHash("sha256")
      .update(`${seed}:${nameOfFault(fault)}`)
      .digest("hex");
  const drawn = all
    .map((fault) => ({ fault, lot: lot(fault) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, count)
    .map(({ fault }) => fault);
  return { of: all.length, drawn };
};

/** The stretch of text of a fault, as Stryker takes it: lines from 1, columns from 0. */
export const stretchOf = ({ fileName, location: { start, end } }) =>
  `${fileName}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`;
