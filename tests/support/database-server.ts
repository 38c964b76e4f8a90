import { startTestDatabase } from "@/lib/launch/test-database.mjs";

type Server = Awaited<ReturnType<typeof startTestDatabase>>;

/** Vitest loads this file once per project, all in one process; the server is for all of them. */
const shared: { server?: Promise<Server>; users?: number } = (Reflect.get(globalThis, Symbol.for("kituo.tests")) ??
  {}) as object;
Reflect.set(globalThis, Symbol.for("kituo.tests"), shared);

/** Starts the database of the test run, unless whoever started the tests brought one. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env["DATABASE_URL_TEMPLATE"] !== undefined && shared.server === undefined) return undefined;
  shared.users = (shared.users ?? 0) + 1;
  shared.server ??= startTestDatabase();
  const server = await shared.server;
  process.env["DATABASE_URL_TEMPLATE"] = server.templateUrl;
  return async () => {
    shared.users = (shared.users ?? 1) - 1;
    if (shared.users > 0) return;
    delete process.env["DATABASE_URL_TEMPLATE"];
    await server.stop();
  };
}
