import { createFirstOperator } from "@/lib/services/auth/first-run";
import { runAsSystem } from "./system-context";

/** Run by the launcher when the environment names the first administrator and there is no operator yet. */
const {
  DATABASE_URL: databaseUrl = "",
  KITUO_ADMIN_EMAIL: email = "",
  KITUO_ADMIN_PASSWORD: password = "",
} = process.env;

process.exitCode = await runAsSystem(databaseUrl, async (ctx) => {
  await createFirstOperator(ctx, { email, password, name: email.split("@")[0] ?? email });
});
