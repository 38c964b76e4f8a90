import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { newestCampaigns } from "@/app/(operator)/firmware/campaigns-of";
import { deleteRelease, retireRelease, updateRelease } from "@/app/(operator)/firmware/releases/actions";
import { operatorContext } from "@/app/context";
import { mayDo } from "@/app/may";
import { orNotFound } from "@/app/or-not-found";
import { DeleteButton } from "@/components/firmware/releases/delete-release";
import { EditButton } from "@/components/firmware/releases/edit-release";
import { ReleaseChip } from "@/components/firmware/releases/release-chip";
import { ReleaseDetail } from "@/components/firmware/releases/release-detail";
import { RetireButton } from "@/components/firmware/releases/retire-release";
import { ButtonLink } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";
import { livePosition } from "@/lib/services/live-position";
import { readRelease } from "@/lib/services/releases/read-release";
import { readReleaseUse } from "@/lib/services/releases/read-release-use";

type Props = { readonly params: Promise<{ readonly id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const release = await orNotFound(readRelease(await operatorContext(), (await params).id));
  return { title: `${release.vendor} ${release.version}` };
}

export default async function ReleasePage({ params }: Props) {
  const t = await getTranslations("firmware");
  const ctx = await operatorContext();
  const { id } = await params;
  const position = await livePosition(ctx.db);
  const [release, { heldBy, isUsed }, campaigns] = await Promise.all([
    orNotFound(readRelease(ctx, id)),
    orNotFound(readReleaseUse(ctx, id)),
    newestCampaigns(ctx),
  ]);
  const mayPlan = mayDo(ctx, "plan-campaigns");
  const mayRetire = mayPlan && (release.status === "Verified" || release.status === "Rejected");
  return (
    <>
      <PageHeading
        title={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {release.vendor} {release.version} <ReleaseChip status={release.status} />
          </span>
        }
        crumbs={[{ label: t("releases.title"), href: "/firmware/releases" }]}
      >
        {mayPlan && release.status !== "Retired" ? (
          <EditButton release={release} heldBy={heldBy} update={updateRelease} />
        ) : null}
        {mayRetire ? <RetireButton release={release} heldBy={heldBy} retire={retireRelease} /> : null}
        {mayPlan && !isUsed ? <DeleteButton release={release} remove={deleteRelease} /> : null}
        {mayPlan && release.status === "Verified" ? (
          <ButtonLink variant="primary" href={`/firmware/campaigns/new?release=${release.id}`}>
            {t("newCampaign")}
          </ButtonLink>
        ) : null}
      </PageHeading>
      <ReleaseDetail
        release={release}
        campaigns={campaigns.filter((campaign) => campaign.release.id === id)}
        mayPlan={mayPlan}
        position={position}
        renderedAt={ctx.now().toISOString()}
      />
    </>
  );
}
