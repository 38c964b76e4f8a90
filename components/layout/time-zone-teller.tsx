"use client";

import { useRouter } from "next/navigation";
import { useTimeZone } from "next-intl";
import { useEffect } from "react";
import { TIME_ZONE_COOKIE } from "@/lib/i18n/locale";

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Tells the server the viewer's time zone, once; pages are rendered in it from then on. */
export function TimeZoneTeller() {
  const router = useRouter();
  const rendered = useTimeZone();
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (own === rendered) return;
    const isTold = document.cookie.split("; ").includes(`${TIME_ZONE_COOKIE}=${encodeURIComponent(own)}`);
    if (isTold) return;
    document.cookie = `${TIME_ZONE_COOKIE}=${encodeURIComponent(own)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    router.refresh();
  }, [rendered, router]);
  return null;
}
