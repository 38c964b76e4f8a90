"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { signInWith } from "@/app/(auth)/sign-in";
import { toFault } from "@/app/attempt";
import { authentication } from "@/app/context";
import { formText } from "@/app/form-text";
import type { ActionFault } from "@/components/form/action-result";

/** Signs in and goes to where the operator wanted to; a refusal is told to the form. */
export async function signIn(_before: ActionFault | null, form: FormData): Promise<ActionFault> {
  const t = await getTranslations("signIn");
  const outcome = await attemptSignIn(form);
  if ("code" in outcome) return outcome;
  switch (outcome.type) {
    case "SignedIn":
      return redirect(ownPath(formText(form, "next")));
    case "Refused":
      return { code: "Refused", message: t("refused"), field: null };
    case "TooManyTries":
      return { code: "LimitReached", message: t("tooManyTries", { seconds: outcome.retryAfterSeconds }), field: null };
  }
}

export async function signOut(): Promise<void> {
  const { api } = await authentication();
  await api.signOut({ headers: await headers() });
  redirect("/login");
}

async function attemptSignIn(form: FormData) {
  try {
    return await signInWith({ email: formText(form, "email"), password: formText(form, "password") });
  } catch (error) {
    return (await toFault(error)).error;
  }
}

/** Only pages of our own: neither `//host` nor `/\host`. */
const ownPath = (path: string): string => (/^\/(?![/\\])/.test(path) ? path : "/");
