import type { SiteListItem } from "@/lib/domain/site-view";

/** A site that somebody has told the place of. */
export type MapSite = SiteListItem & { readonly latitude: number; readonly longitude: number };

export const hasPlace = (site: SiteListItem): site is MapSite => site.latitude !== null && site.longitude !== null;

/** Own tiles below the sites; null = a plain ground. */
export type MapTiles = { readonly url: string; readonly credit: string | null };

export type MapProps = {
  readonly sites: readonly MapSite[];
  readonly tiles: MapTiles | null;
  readonly chosen: MapSite | null;
  readonly onChoose: (id: number) => void;
};
