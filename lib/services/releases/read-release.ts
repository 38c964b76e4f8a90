import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { requirePermission, type ServiceContext } from "../context";
import { findReleaseOrThrow } from "./find-release";
import { toReleaseView } from "./release-fields";

/** One release. Throws NotFound. */
export async function readRelease(ctx: ServiceContext, id: string): Promise<ReleaseView> {
  requirePermission(ctx, "read");
  return toReleaseView(await findReleaseOrThrow(ctx.db, id));
}
