import { createApiKey } from "@/lib/services/auth/create-api-key";
import { createOperator } from "@/lib/services/auth/create-operator";
import { resetOperatorPassword } from "@/lib/services/auth/reset-operator-password";
import type { ServiceContext } from "@/lib/services/context";
import { ADMIN_HELP, type AdminRequest, readAdminRequest } from "./admin-request";
import { readableCode } from "./secrets.mjs";
import { runAsSystem } from "./system-context";

/** Administration from the shell, also while Kituo runs. What a program wants to read is alone on stdout. */
const databaseUrl = process.env["DATABASE_URL"] ?? "";
process.exitCode = await main(readAdminRequest(process.argv.slice(2)));

async function main(request: AdminRequest): Promise<number> {
  switch (request.type) {
    case "Help":
      console.log(ADMIN_HELP);
      return 0;
    case "Wrong":
      for (const problem of request.problems) console.error(problem);
      console.error("Run without arguments for the commands.");
      return 2;
    case "NotYet":
      console.error(`${request.command} does not exist yet in this version.`);
      return 2;
    case "CreateUser":
    case "ResetPassword":
    case "CreateApiKey":
      return runAsSystem(databaseUrl, (ctx) => perform(ctx, request));
  }
}

async function perform(
  ctx: ServiceContext,
  request: Extract<AdminRequest, { type: "CreateUser" | "ResetPassword" | "CreateApiKey" }>,
): Promise<void> {
  switch (request.type) {
    case "CreateUser": {
      const { email, name, role } = request;
      const password = request.password ?? `${readableCode()}-${readableCode()}`;
      await createOperator(ctx, { email, name, role, password });
      console.error(`Created ${email} as ${role}.`);
      if (request.password === null) console.log(password);
      return;
    }
    case "ResetPassword": {
      const password = request.password ?? `${readableCode()}-${readableCode()}`;
      await resetOperatorPassword(ctx, { email: request.email, password });
      console.error(`${request.email} has a new password and is signed out everywhere.`);
      if (request.password === null) console.log(password);
      return;
    }
    case "CreateApiKey":
      console.log((await createApiKey(ctx, { name: request.name, role: request.role })).key);
  }
}
