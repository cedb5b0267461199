import type { IncomingHttpHeaders } from "node:http";
import { ApiError } from "./api-error.ts";
import { type Service, speaksJson } from "./request.ts";

/** Minutes by which a request's date may differ from the server's (IAM User Guide, Signature Version 4; answers of AWS). */
const tolerance = { kms: 5, organizations: 5, cloudtrail: 5, iam: 15, sts: 15 } as const;

const minute = 60_000;

/** When a request was signed, in milliseconds since 1970; undefined where it does not say so. */
export const signedAt = (headers: IncomingHttpHeaders): number | undefined => {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(headers["x-amz-date"])) ?? [];
  const [year = 0, month = 0, ...rest] = parts.map(Number);
  return parts.length === 0 ? undefined : Date.UTC(year, month - 1, ...rest);
};

/** Throws ApiError, as AWS words it, where the clock that signed is too far from `now` (the machine's, not the sandbox's own). */
export const checkSignatureTime = (service: Service, signed: number, now: number): void => {
  const minutes = tolerance[service];
  const [oldest, newest] = [now - minutes * minute, now + minutes * minute];
  if (signed >= oldest && signed <= newest) return;
  const name = speaksJson(service) ? "InvalidSignatureException" : "SignatureDoesNotMatch";
  const [date, serverDate] = [amzDate(signed), amzDate(now)];
  throw new ApiError(
    name,
    signed < oldest
      ? `Signature expired: ${date} is now earlier than ${amzDate(oldest)} (${serverDate} - ${minutes} min.)`
      : `Signature not yet current: ${date} is still later than ${amzDate(newest)} (${serverDate} + ${minutes} min.)`,
  );
};

/** `20261127T203000Z`. */
const amzDate = (time: number): string => new Date(time).toISOString().replace(/[-:]|\.\d+/g, "");
