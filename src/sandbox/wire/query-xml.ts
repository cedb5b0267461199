import type { ApiError } from "./api-error.ts";
import type { Input, Output, OutputValue, Service } from "./request.ts";

const namespaces: Readonly<Record<Service, string>> = {
  iam: "https://iam.amazonaws.com/doc/2010-05-08/",
  sts: "https://sts.amazonaws.com/doc/2011-06-15/",
  kms: "https://kms.amazonaws.com/doc/2014-11-01/",
  organizations: "https://organizations.amazonaws.com/doc/2016-11-28/",
  cloudtrail: "https://cloudtrail.amazonaws.com/doc/2013-11-01/",
};

/** Reads the body of a Query request: form parameters under their flattened names. */
export const readQuery = (body: string): Input => new Map(new URLSearchParams(body));

export const xmlContentType = "text/xml";

/** The body of an answer: `<OperationResponse><OperationResult>…`. Lists are `member` elements, times ISO 8601. */
export const writeXml = (service: Service, operation: string, output: Output, requestId: string): string => {
  const result = Object.keys(output).length > 0 ? element(`${operation}Result`, output) : "";
  const metadata = element("ResponseMetadata", { RequestId: requestId });
  return `<${operation}Response xmlns="${namespaces[service]}">${result}${metadata}</${operation}Response>`;
};

/** The body of an error. */
export const writeXmlError = (service: Service, error: ApiError, requestId: string): string => {
  const type = error.status >= 500 ? "Receiver" : "Sender";
  const content = element("Error", { Type: type, Code: error.name, Message: error.message });
  return `<ErrorResponse xmlns="${namespaces[service]}">${content}${element("RequestId", requestId)}</ErrorResponse>`;
};

const element = (name: string, value: OutputValue): string =>
  value === undefined ? "" : `<${name}>${content(value)}</${name}>`;

const content = (value: OutputValue): string => {
  if (value instanceof Date) return `${value.toISOString().slice(0, 19)}Z`;
  if (Array.isArray(value)) return value.map((item: OutputValue) => element("member", item)).join("");
  if (typeof value !== "object") return escapeXml(String(value));
  return Object.entries(value)
    .map(([name, member]) => element(name, member))
    .join("");
};

/** Markup, and the characters XML 1.0 has no way to carry raw, as references. */
const escapeXml = (text: string): string =>
  text.replace(/[&<>"'\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
