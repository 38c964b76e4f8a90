"use server";

import { toFault } from "@/app/attempt";
import { signedIn } from "@/app/context";
import { rememberLanguage } from "@/app/language";
import type { ActionResult } from "@/components/form/action-result";
import { isLanguage } from "@/lib/i18n/locale";
import { chooseLanguage as keepLanguage } from "@/lib/services/auth/choose-language";

/** Switches the console's language: in this browser, and for the operator wherever he or she signs in next. */
export async function chooseLanguage(language: string): Promise<ActionResult<null>> {
  try {
    if (isLanguage(language)) {
      const found = await signedIn();
      if (found !== null) await keepLanguage(found.ctx, language);
      await rememberLanguage(language);
    }
    return { ok: true, value: null };
  } catch (error) {
    return toFault(error);
  }
}
