import type { PolicyDocument } from "../../src/policy/document.ts";
import { adminLists, admins, delegation, grants, useLists } from "./console-policies.ts";
import type { Row } from "./console-matrix.ts";
import { policy } from "./support.ts";

/** The policy that the console writes for a key of that kind, with one administrator and one user. */
export const consolePolicy = ({ list, use, grants: hasGrants }: Row): PolicyDocument =>
  policy(
    delegation,
    admins(["role/Ops"], adminLists[list]),
    { sid: "Allow use of the key", who: "role/App", may: useLists[use] },
    ...(hasGrants ? [grants("role/App")] : []),
  );
