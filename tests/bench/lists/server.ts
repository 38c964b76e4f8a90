import { randomBytes } from "node:crypto";
import { createAuthentication } from "@/app/authentication";
import type { Database } from "@/lib/db/client";
import { webCommand } from "@/lib/launch/commands.mjs";
import { freePort } from "@/lib/launch/ports.mjs";
import { buildEnvironment } from "@/lib/launch/web-build.mjs";
import { createApiKey } from "@/lib/services/auth/create-api-key";
import { createOperator } from "@/lib/services/auth/create-operator";
import type { ServiceContext } from "@/lib/services/context";
import { startProcess } from "../../support/process";
import type { ListServer } from "./measure";

const SECRET = "only-for-benchmarks-on-this-machine";

/** Starts the web app as `npm start` does, on a port of its own, with an API key and somebody signed in. */
export async function startListServer(
  db: Database,
  env: Record<string, string | undefined>,
): Promise<{ readonly server: ListServer; readonly stop: () => Promise<void> }> {
  const port = await freePort();
  const buildFolder = env["KITUO_BUILD_DIR"];
  if (buildFolder === undefined) throw new Error("Run it as npm run bench: it needs a build of the web app.");
  const web = startProcess(
    webCommand(
      { ...env, ...buildEnvironment(buildFolder), KITUO_WEB_PORT: String(port), BETTER_AUTH_SECRET: SECRET },
      port,
    ),
    [port],
  );
  const ctx: ServiceContext = { db, now: () => new Date(), actor: { kind: "system", id: "bench", name: "Bench" } };
  try {
    const { key } = await createApiKey(ctx, { name: "Bench", role: "viewer" });
    const cookie = await signIn(ctx, port);
    await web.untilReady();
    return {
      server: { webUrl: `http://localhost:${port}`, apiKey: key, cookie },
      stop: () => web.kill("SIGTERM"),
    };
  } catch (error) {
    await web.kill();
    throw error;
  }
}

async function signIn(ctx: ServiceContext, webPort: number): Promise<string> {
  const email = `bench-${randomBytes(6).toString("hex")}@kituo.local`;
  const password = randomBytes(16).toString("hex");
  await createOperator(ctx, { email, password, name: "Bench", role: "viewer" });
  const { api } = createAuthentication(ctx.db, { secret: SECRET, isSecure: false, webPort });
  const response = await api.signInEmail({ body: { email, password }, asResponse: true });
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
