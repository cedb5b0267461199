import type { JsonValue } from "../../policy/syntax.ts";
import type { Folder } from "./folder.ts";
import type { Placed, Source } from "./placed.ts";

/** Where an expression is worked out. */
export interface Scene {
  readonly folder: Folder;
  readonly source: Source;
  readonly depth: number;
  /** How a data document is read. */
  readonly documentIn: (found: Placed, scene: Scene) => JsonValue;
  /** The provider of the key. */
  readonly provider?: string | undefined;
  /** Which way choices are taken, by the source of what they ask. */
  readonly when?: ReadonlyMap<string, boolean>;
  /** A default decides nothing: whoever applies the folder may say otherwise. */
  readonly withoutDefaults?: true;
  /** Names within a template file. */
  readonly names?: ReadonlyMap<string, JsonValue>;
  /** What `for` and `dynamic` go over, by the names that they give. */
  readonly iterators?: ReadonlyMap<string, JsonValue>;
  /** Why the names that `dynamic` gives are open. */
  readonly openNames?: ReadonlyMap<string, string>;
  /** Variables whose default was used. */
  readonly defaults?: Set<string>;
  /** Files whose values were used. */
  readonly valueFiles?: Set<string>;
  /** Steps that are left for all that is worked out for one key: names may stand for names without end. */
  readonly budget: { left: number };
  /** What is worked out at the moment, so that a circle has an end. */
  readonly under?: readonly string[];
}

/** One level deeper. */
export const inside = (scene: Scene): Scene => ({ ...scene, depth: scene.depth + 1 });

/** Steps for one key. */
export const maximumSteps = 100_000;

/** Levels of names within names. */
export const maximumDepth = 60;
