import { cookies } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import english from "./en.json";
import { DEFAULT_LOCALE, isLocale, isTimeZone, LOCALE_COOKIE, type Locale, TIME_ZONE_COOKIE } from "./locale";

const CATALOGUES: Readonly<Record<Locale, typeof english>> = { en: english };

// oxlint-disable-next-line import/no-default-export -- next-intl loads it by its default export
export default getRequestConfig(async () => {
  const jar = await cookies();
  const language = jar.get(LOCALE_COOKIE)?.value;
  const zone = jar.get(TIME_ZONE_COOKIE)?.value;
  const locale = isLocale(language) ? language : DEFAULT_LOCALE;
  return { locale, messages: CATALOGUES[locale], timeZone: isTimeZone(zone) ? zone : "UTC" };
});
