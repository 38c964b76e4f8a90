import type { CampaignSpec } from "@/lib/domain/firmware/campaign-spec";
import type { CampaignPreview } from "@/lib/domain/firmware/campaign-view";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import type { Step } from "./steps";

/** Why a plan cannot be submitted as it is, and on which step that is mended. */
export type Missing =
  | { readonly type: "ReleaseNotVerified"; readonly step: Step }
  | { readonly type: "NoTargets"; readonly step: Step }
  | { readonly type: "WavesTooSmall"; readonly step: Step; readonly left: number }
  | { readonly type: "NoWindow"; readonly step: Step; readonly sites: readonly string[] }
  | { readonly type: "EmptyDays"; readonly step: Step };

/** What the verb would refuse, said before somebody asks it. The verb decides again. */
export function missingIn(
  spec: CampaignSpec,
  release: Pick<ReleaseView, "status">,
  preview: CampaignPreview | null,
): readonly Missing[] {
  const found: Missing[] = [];
  if (release.status !== "Verified") found.push({ type: "ReleaseNotVerified", step: "firmware" });
  if (spec.windows.some(({ days }) => days.length === 0)) found.push({ type: "EmptyDays", step: "safety" });
  if (preview === null) return found;
  const planned = preview.waves.reduce((sum, { stations }) => sum + stations, 0);
  if (preview.targets === 0) found.push({ type: "NoTargets", step: "targets" });
  else if (planned < preview.targets) {
    found.push({ type: "WavesTooSmall", step: "rollout", left: preview.targets - planned });
  }
  if (preview.sitesWithoutWindow.length > 0) {
    found.push({ type: "NoWindow", step: "safety", sites: preview.sitesWithoutWindow });
  }
  return found;
}
