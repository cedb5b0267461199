import { ApiError } from "./api-error.ts";
import type { Input, Output, OutputValue } from "./request.ts";

/** Reads the body of an AWS JSON 1.1 request: a JSON object, or nothing. */
export const readJson = (body: string): Input => {
  if (body.trim() === "") return new Map();
  const value = parsed(body);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ApiError("SerializationException", "Start of structure or map found where not expected.");
  }
  return new Map(Object.entries(value));
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new ApiError("SerializationException", "Could not parse request body into json.");
  }
};

export const jsonContentType = "application/x-amz-json-1.1";

/** The body of an answer. Times are seconds since 1970, with a fraction. */
export const writeJson = (output: Output): string => JSON.stringify(plain(output));

const plain = (value: OutputValue): unknown => {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
};

/** The body of an error: its name under `__type`. */
export const writeJsonError = (error: ApiError): string =>
  JSON.stringify({ __type: error.name, message: error.message });
