import type { SiteView } from "@/lib/domain/site-view";

/** What the verbs take of a site. */
export type SiteValues = Omit<SiteView, "id" | "stationCount">;

/** What stands in the form: everything that is typed is text. */
export type SiteDraft = Pick<SiteView, "unknownTokens" | "sendsCardLists"> & {
  readonly [field in Exclude<keyof SiteValues, "unknownTokens" | "sendsCardLists">]: string;
};

export const NEW_SITE: SiteDraft = {
  name: "",
  timeZone: "UTC",
  address: "",
  latitude: "",
  longitude: "",
  capacityKw: "",
  contactName: "",
  contactPhone: "",
  contactEmail: "",
  unknownTokens: "Refuse",
  sendsCardLists: false,
};

export const draftOf = (site: SiteView): SiteDraft => ({
  name: site.name,
  timeZone: site.timeZone,
  address: site.address ?? "",
  latitude: site.latitude === null ? "" : String(site.latitude),
  longitude: site.longitude === null ? "" : String(site.longitude),
  capacityKw: site.capacityKw === null ? "" : String(site.capacityKw),
  contactName: site.contactName ?? "",
  contactPhone: site.contactPhone ?? "",
  contactEmail: site.contactEmail ?? "",
  unknownTokens: site.unknownTokens,
  sendsCardLists: site.sendsCardLists,
});

export const valuesOf = (draft: SiteDraft): SiteValues => ({
  name: draft.name,
  timeZone: draft.timeZone,
  address: textOrNull(draft.address),
  latitude: numberOrNull(draft.latitude),
  longitude: numberOrNull(draft.longitude),
  capacityKw: numberOrNull(draft.capacityKw),
  contactName: textOrNull(draft.contactName),
  contactPhone: textOrNull(draft.contactPhone),
  contactEmail: textOrNull(draft.contactEmail),
  unknownTokens: draft.unknownTokens,
  sendsCardLists: draft.sendsCardLists,
});

const textOrNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

/** "-1.29", "-1,29" and "−1.29"; what is no number is NaN, which the verb refuses with its place. */
function numberOrNull(text: string): number | null {
  const plain = text.trim().replace(",", ".").replace("−", "-");
  if (plain === "") return null;
  return /^[+-]?\d+(\.\d*)?$/.test(plain) ? Number(plain) : Number.NaN;
}
