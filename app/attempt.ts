import { unstable_rethrow } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ActionResult } from "@/components/form/action-result";

import type { ServiceContext } from "@/lib/services/context";
import { ServiceError } from "@/lib/services/errors";
import { signedIn } from "./context";
import { log } from "./log";

/** Runs a verb for the signed-in operator; what is thrown becomes a result the form can show. */
export async function attempt<T>(work: (ctx: ServiceContext) => Promise<T>): Promise<ActionResult<T>> {
  try {
    const found = await signedIn();
    if (found === null) return await refused("signedOut");
    return { ok: true, value: await work(found.ctx) };
  } catch (error) {
    unstable_rethrow(error);
    return toFault(error);
  }
}

/** The mapping of thrown errors; an unknown one shows the user nothing of itself. */
export async function toFault(error: unknown): Promise<{
  readonly ok: false;
  readonly error: { readonly code: string; readonly message: string; readonly field: string | null };
}> {
  if (error instanceof ServiceError) {
    return { ok: false, error: { code: error.code, message: error.message, field: error.field } };
  }
  log.error({ err: error }, "an action failed");
  return refused("unexpected");
}

async function refused(key: "signedOut" | "unexpected") {
  const t = await getTranslations("fault");
  return { ok: false, error: { code: key, message: t(key), field: null } } as const;
}
