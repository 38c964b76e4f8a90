import { cookies } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { appEnvironment } from "@/lib/env/app";
import english from "./en.json";
import {
  DEFAULT_LOCALE,
  isLanguage,
  isTimeZone,
  type Language,
  LOCALE_COOKIE,
  type Locale,
  PSEUDO_LOCALE,
  TIME_ZONE_COOKIE,
} from "./locale";
import { pseudoCatalogue } from "./pseudo";
import swahili from "./sw.json";

const CATALOGUES: Readonly<Record<Language, typeof english>> = { en: english, sw: swahili };

let pseudo: typeof english | null = null;

// oxlint-disable-next-line import/no-default-export -- next-intl loads it by its default export
export default getRequestConfig(async () => {
  const jar = await cookies();
  const zone = jar.get(TIME_ZONE_COOKIE)?.value;
  return { ...catalogueOf(jar.get(LOCALE_COOKIE)?.value), timeZone: isTimeZone(zone) ? zone : "UTC" };
});

function catalogueOf(wanted: string | undefined): { readonly locale: Locale; readonly messages: typeof english } {
  if (wanted === PSEUDO_LOCALE && appEnvironment().hasPseudoLanguage) {
    pseudo ??= pseudoCatalogue(english);
    return { locale: PSEUDO_LOCALE, messages: pseudo };
  }
  const locale = isLanguage(wanted) ? wanted : DEFAULT_LOCALE;
  return { locale, messages: CATALOGUES[locale] };
}
