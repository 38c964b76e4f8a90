import type { ServiceContext } from "@/lib/services/context";
import { ServiceError } from "@/lib/services/errors";
import { createToken } from "@/lib/services/tokens/create-token";
import { runAsSystem } from "./system-context";

/** Makes the tokens of the demo's drivers known; one that is known already stays as it is. */
process.exitCode = await runAsSystem(process.env["DATABASE_URL"] ?? "", async (ctx) => {
  for (const uid of process.argv.slice(2)) await addToken(ctx, uid);
});

async function addToken(ctx: ServiceContext, uid: string): Promise<void> {
  try {
    await createToken(ctx, { uid, label: uid });
  } catch (error) {
    if (!(error instanceof ServiceError && error.code === "Conflict")) throw error;
  }
}
