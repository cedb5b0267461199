import type { DefaultView } from "../../default-view/read-default-view.ts";

/** One thing that can be done with a key: the verb that does it, and how the menu calls it. */
export interface MenuItem {
  readonly verb: string;
  readonly label: string;
  readonly about: string;
  /** Whether it makes sense for a key that looks like this. */
  readonly fits?: (view: DefaultView) => boolean;
}

/** What can be done with a key, in the order of the default view. */
export const menuItems: readonly MenuItem[] = [
  { verb: "add-user", label: "Add users", about: "let users and roles use the key" },
  {
    verb: "remove-user",
    label: "Remove users",
    about: "take the use of the key from them",
    fits: ({ users }) => users.length > 0,
  },
  { verb: "add-admin", label: "Add administrators", about: "let users and roles administer the key" },
  {
    verb: "remove-admin",
    label: "Remove administrators",
    about: "no longer let them administer it",
    fits: ({ admins }) => admins.length > 0,
  },
  {
    verb: "allow-deletion",
    label: "Allow deletion",
    about: "let administrators delete the key",
    fits: ({ adminsMayDelete }) => !adminsMayDelete,
  },
  {
    verb: "deny-deletion",
    label: "Deny deletion",
    about: "no longer let administrators delete the key",
    fits: ({ adminsMayDelete }) => adminsMayDelete,
  },
  { verb: "grant-account", label: "Share with an account", about: "let another AWS account use the key" },
  {
    verb: "revoke-account",
    label: "Unshare",
    about: "take access from another account",
    fits: ({ accounts }) => accounts.length > 0,
  },
  { verb: "add-group", label: "Add a group", about: "let an IAM group use the key" },
  { verb: "grant-service", label: "Add a service", about: "let an AWS service use the key" },
  {
    verb: "prune",
    label: "Remove the deleted",
    about: "take out users and roles that are gone",
    fits: ({ orphans }) => orphans.length > 0,
  },
  { verb: "edit", label: "Edit as text", about: "open the policy in your editor" },
  { verb: "upgrade", label: "Upgrade", about: "bring the console's statements up to date" },
  { verb: "check", label: "Check", about: "find the faults of the policy" },
  { verb: "who-can", label: "Who can", about: "everyone who may do something, and when" },
  { verb: "can", label: "Can", about: "may this principal do this?" },
  { verb: "history", label: "History", about: "the changes made, newest first" },
  { verb: "undo", label: "Undo", about: "put back what the last change replaced" },
  { verb: "get", label: "Show the text", about: "print the policy as it is" },
];

/** The verbs that change nothing: after them the key looks as it did. */
export const readingVerbs: ReadonlySet<string> = new Set(["check", "who-can", "can", "history", "get"]);
