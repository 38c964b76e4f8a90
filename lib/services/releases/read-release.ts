import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { requirePermission, type ServiceContext } from "../context";
import { findReleaseOrThrow } from "./find-release";
import { toReleaseView } from "./release-view";

/** One release with what was looked at in it. */
export async function readRelease(ctx: ServiceContext, id: string): Promise<ReleaseView> {
  requirePermission(ctx, "read");
  return toReleaseView(await findReleaseOrThrow(ctx.db, id));
}
