"use server";

import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { signInWith } from "@/app/(auth)/sign-in";
import { toFault } from "@/app/attempt";
import { systemContext } from "@/app/context";
import { formText } from "@/app/form-text";
import type { ActionFault } from "@/components/form/action-result";
import { appEnvironment } from "@/lib/env/app";
import { createFirstOperator, isFirstRunCode } from "@/lib/services/auth/first-run";
import { limitTries } from "@/lib/services/auth/limit-tries";

/** One limit for everybody: there is only one code. */
const CODE_TRIES = { triesMax: 10, windowSeconds: 60 };

/** Creates the administrator for whoever can read the console, and signs in. */
export async function createAdministrator(_before: ActionFault | null, form: FormData): Promise<ActionFault> {
  const t = await getTranslations("firstRun");
  const ctx = systemContext("first-run");
  const given = { name: formText(form, "name"), email: formText(form, "email"), password: formText(form, "password") };
  try {
    const { isAllowed, retryAfterSeconds } = await limitTries(ctx, "first-run", CODE_TRIES);
    if (!isAllowed) return refused("LimitReached", t("tooManyTries", { seconds: retryAfterSeconds }));
    if (!isFirstRunCode(formText(form, "code"), appEnvironment().firstRunCode))
      return refused("Forbidden", t("wrongCode"));
    await createFirstOperator(ctx, given);
    await signInWith(given);
  } catch (error) {
    return (await toFault(error)).error;
  }
  redirect("/");
}

const refused = (code: string, message: string): ActionFault => ({ code, message, field: "code" });
