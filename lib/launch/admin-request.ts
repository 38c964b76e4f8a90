import { parseArgs } from "node:util";
import { isRole, ROLES, type Role } from "@/lib/domain/permissions";

export type AdminRequest =
  | { readonly type: "Help" }
  | { readonly type: "Wrong"; readonly problems: readonly string[] }
  | { readonly type: "NotYet"; readonly command: "backup" | "restore" }
  | {
      readonly type: "CreateUser";
      readonly email: string;
      readonly name: string;
      readonly role: Role;
      /** Null: one is made up and printed. */
      readonly password: string | null;
    }
  | { readonly type: "ResetPassword"; readonly email: string; readonly password: string | null }
  | { readonly type: "CreateApiKey"; readonly name: string; readonly role: Role };

export const ADMIN_HELP = `Administration from the shell, also while Kituo runs.

  npm run admin -- create-user --email E [--name N] [--role R] [--password P]
  npm run admin -- reset-password --email E [--password P]
  npm run --silent admin -- create-api-key --name N [--role R]

Roles: ${ROLES.join(", ")} (default viewer). Without --password one is made up and printed.
`;

/** Reads the arguments of `npm run admin`, and lists all that is wrong with them. */
export function readAdminRequest(args: readonly string[]): AdminRequest {
  const [command, ...rest] = args;
  switch (command) {
    case undefined:
    case "help":
    case "--help":
      return { type: "Help" };
    case "create-user":
      return createUser(optionsOf(rest, ["email", "name", "role", "password"]));
    case "reset-password":
      return resetPassword(optionsOf(rest, ["email", "password"]));
    case "create-api-key":
      return createApiKey(optionsOf(rest, ["name", "role"]));
    case "backup":
    case "restore":
      return { type: "NotYet", command };
    default:
      return { type: "Wrong", problems: [`There is no command ${command}.`] };
  }
}

type Options = { readonly values: Readonly<Record<string, string | undefined>>; readonly problems: readonly string[] };

function optionsOf(args: readonly string[], names: readonly string[]): Options {
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  try {
    return { values: parseArgs({ args: [...args], options }).values, problems: [] };
  } catch (error) {
    return { values: {}, problems: [error instanceof Error ? error.message : String(error)] };
  }
}

function createUser({ values, problems }: Options): AdminRequest {
  if (problems.length > 0) return { type: "Wrong", problems };
  const email = values["email"];
  const role = values["role"] ?? "viewer";
  if (email === undefined || !isRole(role)) {
    return { type: "Wrong", problems: [...needed(values, "email"), ...roleProblem(role)] };
  }
  const name = values["name"] ?? email.split("@")[0] ?? email;
  return { type: "CreateUser", email, name, role, password: values["password"] ?? null };
}

function resetPassword({ values, problems }: Options): AdminRequest {
  if (problems.length > 0) return { type: "Wrong", problems };
  const email = values["email"];
  if (email === undefined) return { type: "Wrong", problems: needed(values, "email") };
  return { type: "ResetPassword", email, password: values["password"] ?? null };
}

function createApiKey({ values, problems }: Options): AdminRequest {
  if (problems.length > 0) return { type: "Wrong", problems };
  const name = values["name"];
  const role = values["role"] ?? "viewer";
  if (name === undefined || !isRole(role)) {
    return { type: "Wrong", problems: [...needed(values, "name"), ...roleProblem(role)] };
  }
  return { type: "CreateApiKey", name, role };
}

const needed = (values: Options["values"], name: string): readonly string[] =>
  values[name] === undefined ? [`--${name} is needed.`] : [];

const roleProblem = (role: string): readonly string[] =>
  isRole(role) ? [] : [`--role: ${role} is none of ${ROLES.join(", ")}.`];
