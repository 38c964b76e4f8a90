import type { SiteView } from "@/lib/domain/site-view";

/** "-1.2676, 36.8108", as other programs take it; null where nobody has told. */
export const placeText = ({ latitude, longitude }: Pick<SiteView, "latitude" | "longitude">): string | null =>
  latitude === null || longitude === null ? null : `${latitude}, ${longitude}`;
