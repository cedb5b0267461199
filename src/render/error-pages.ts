import { awsPages, ownPages } from "./error-pages/aws.ts";
import { changePages } from "./error-pages/change.ts";
import { documentPages } from "./error-pages/documents.ts";
import { iamDataPages } from "./error-pages/iam-data.ts";
import type { ErrorPage } from "./error-pages/page.ts";
import { tutorialPages } from "./error-pages/tutorial.ts";
import { waitingPages } from "./error-pages/waiting.ts";
import { usagePages } from "./error-pages/usage.ts";

/** Every error code with its page, in the order of the exit codes. A test holds that none is missing. */
export const errorPages: Readonly<Record<string, ErrorPage>> = {
  ...usagePages,
  ...documentPages,
  ...tutorialPages,
  ...iamDataPages,
  ...changePages,
  ...waitingPages,
  ...awsPages,
  ...ownPages,
};
