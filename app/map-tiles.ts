import type { MapTiles } from "@/components/sites/map/map-site";
import { appEnvironment } from "@/lib/env/app";

/** The tiles whoever runs this instance has told of; by default none, and nobody else is asked for any. */
export function mapTiles(): MapTiles | null {
  const { mapTilesUrl: url, mapTilesCredit: credit } = appEnvironment();
  return url === null ? null : { url, credit };
}
