import { NormalizedSchema } from "@smithy/core/schema";
import { NotOfAws } from "./not-of-aws.ts";

/**
 * Holds an answer, as the SDK has read it, against the service's model: `schema` is that of the operation's output. The SDK passes on
 * what the wire brings, a number where a text belongs. What is left out, or null, is let pass: all members are optional in the
 * SDK's types. Throws NotOfAws, naming the member.
 */
export const checkShape = (schema: unknown, answer: unknown): void =>
  check(NormalizedSchema.of(schema as Parameters<typeof NormalizedSchema.of>[0]), answer, "the answer");

const check = (schema: NormalizedSchema, value: unknown, place: string): void => {
  if (schema.isUnitSchema()) return;
  const parts = containers.find(({ isIt }) => isIt(schema));
  if (parts) {
    parts.check(schema, value, place);
    return;
  }
  const expected = kinds.find(({ isIt }) => isIt(schema));
  if (expected && !expected.fits(value)) throw wrong(place, expected.name);
};

const checkMembers = (schema: NormalizedSchema, value: unknown, place: string): void => {
  const members = objectAt(value, place);
  for (const [name, member] of schema.structIterator()) {
    const found = members[name];
    if (found !== undefined && found !== null) check(member, found, `${name} of ${place}`);
  }
};

const checkItems = (schema: NormalizedSchema, value: unknown, place: string): void => {
  if (!Array.isArray(value)) throw wrong(place, "list");
  const item = schema.getValueSchema();
  for (const found of value as readonly unknown[]) check(item, found, `an item in ${place}`);
};

const checkValues = (schema: NormalizedSchema, value: unknown, place: string): void => {
  const item = schema.getValueSchema();
  for (const found of Object.values(objectAt(value, place))) check(item, found, `a value in ${place}`);
};

const containers: readonly {
  readonly isIt: (schema: NormalizedSchema) => boolean;
  readonly check: typeof check;
}[] = [
  { isIt: (schema) => schema.isStructSchema(), check: checkMembers },
  { isIt: (schema) => schema.isListSchema(), check: checkItems },
  { isIt: (schema) => schema.isMapSchema(), check: checkValues },
];

const objectAt = (value: unknown, place: string): Readonly<Record<string, unknown>> => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(place, "object");
  return value as Readonly<Record<string, unknown>>;
};

const kinds: readonly {
  readonly name: string;
  readonly isIt: (schema: NormalizedSchema) => boolean;
  readonly fits: (value: unknown) => boolean;
}[] = [
  { name: "text", isIt: (schema) => schema.isStringSchema(), fits: (value) => typeof value === "string" },
  {
    name: "boolean",
    isIt: (schema) => schema.isBooleanSchema(),
    fits: (value) => typeof value === "boolean",
  },
  { name: "number", isIt: (schema) => schema.isNumericSchema(), fits: Number.isFinite },
  {
    name: "time",
    isIt: (schema) => schema.isTimestampSchema(),
    fits: (value) => value instanceof Date && !Number.isNaN(value.getTime()),
  },
  { name: "bytes", isIt: (schema) => schema.isBlobSchema(), fits: (value) => value instanceof Uint8Array },
];

const wrong = (place: string, expected: string): NotOfAws => new NotOfAws(`${place} is no ${expected}`);
