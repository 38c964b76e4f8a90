import type { Metadata } from "next";
import { operatorContext } from "@/app/context";
import { mayDo } from "@/app/may";
import { type SearchParams, textParam } from "@/app/search-params";
import { ApprovalPanel } from "@/components/firmware/campaign/approval-panel";
import { CampaignFrame } from "@/components/firmware/campaign/campaign-frame";
import { JOB_GROUPS, type JobFilter } from "@/components/firmware/campaign/job-filter";
import { JobList } from "@/components/firmware/campaign/job-list";
import { LiveCampaign } from "@/components/firmware/campaign/live-campaign";
import { PlanView } from "@/components/firmware/campaign/plan-view";
import { FirstStations } from "@/components/firmware/plan/review-parts";
import { BLOCKERS, JOB_REASONS, JOB_STATES } from "@/lib/domain/firmware/campaign-states";
import type { CampaignView } from "@/lib/domain/firmware/campaign-view";
import { compareSoak } from "@/lib/services/campaigns/compare-soak";
import { listJobs } from "@/lib/services/campaigns/list-jobs";
import { readCampaign } from "@/lib/services/campaigns/read-campaign";
import { readOutlook } from "@/lib/services/campaigns/read-outlook";
import type { ServiceContext } from "@/lib/services/context";
import { creditJob, lockCharger, orderCampaign, unlockCharger } from "./actions";
import { readCampaignSnapshot } from "./campaign-snapshot";
import { readPlan, readPreview } from "./read-plan";

type Props = { readonly params: Promise<{ readonly id: string }>; readonly searchParams: SearchParams };

const LISTED = 50;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await readCampaign(await operatorContext(), (await params).id).catch(() => ({ name: "" }));
  return { title: name };
}

export default async function CampaignPage({ params, searchParams }: Props) {
  const ctx = await operatorContext();
  const snapshot = await readCampaignSnapshot(ctx, (await params).id);
  const { campaign } = snapshot;
  const isReview = campaign.status === "Draft" || campaign.status === "PendingApproval";
  return (
    <CampaignFrame {...snapshot}>
      {isReview ? <Review ctx={ctx} campaign={campaign} /> : <Live ctx={ctx} campaign={campaign} />}
      {campaign.status === "Draft" ? null : <Jobs ctx={ctx} campaign={campaign} searchParams={searchParams} />}
    </CampaignFrame>
  );
}

type PartProps = { readonly ctx: ServiceContext; readonly campaign: CampaignView };

/** Before it is approved: the whole plan, and what would happen first. */
async function Review({ ctx, campaign }: PartProps) {
  const [plan, preview] = await Promise.all([readPlan(ctx, campaign), readPreview(ctx, campaign)]);
  return (
    <>
      {campaign.status === "PendingApproval" ? (
        <ApprovalPanel campaign={campaign} send={orderCampaign} mayApprove={mayDo(ctx, "approve-campaigns")} />
      ) : null}
      <div className="mb-5 flex flex-col gap-5">
        <FirstStations preview={preview} />
        <PlanView campaign={campaign} {...plan} />
      </div>
    </>
  );
}

async function Live({ ctx, campaign }: PartProps) {
  const [outlook, soak] = await Promise.all([readOutlook(ctx, campaign), compareSoak(ctx, campaign.id)]);
  return <LiveCampaign campaign={campaign} outlook={outlook} soak={soak} />;
}

async function Jobs({ ctx, campaign, searchParams }: PartProps & Pick<Props, "searchParams">) {
  const filter = await readFilter(searchParams, campaign);
  const cursor = await textParam(searchParams, "cursor");
  const { q, wave, status, reason, blocked } = filter;
  const page = await listJobs(ctx, campaign.id, {
    limit: LISTED,
    ...(q === "" ? {} : { search: q }),
    ...(wave === null ? {} : { wave }),
    ...(status === null ? {} : { status }),
    ...(reason === null ? {} : { reason }),
    ...(blocked === null ? {} : { blockedBy: blocked }),
    ...(cursor === undefined ? {} : { cursor }),
  });
  const maySteer = mayDo(ctx, "steer-campaigns");
  return (
    <JobList
      campaign={campaign}
      jobs={page.items}
      filter={filter}
      nextCursor={page.nextCursor}
      isFirstPage={cursor === undefined}
      orders={{
        lock: maySteer ? lockCharger : null,
        unlock: maySteer ? unlockCharger : null,
        credit: mayDo(ctx, "approve-campaigns") ? creditJob : null,
      }}
    />
  );
}

async function readFilter(params: SearchParams, { waves }: CampaignView): Promise<JobFilter> {
  const [q, wave, status, reason, blocked] = await Promise.all(
    ["q", "wave", "status", "reason", "blocked"].map((name) => textParam(params, name)),
  );
  return {
    q: q ?? "",
    wave: waves.find(({ index }) => String(index) === wave)?.index ?? null,
    status: [...JOB_STATES, ...JOB_GROUPS].find((word) => word === status) ?? null,
    reason: JOB_REASONS.find((word) => word === reason) ?? null,
    blocked: BLOCKERS.find((word) => word === blocked) ?? null,
  };
}
