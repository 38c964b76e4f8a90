import { Stethoscope } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { adoptCharger, refuseCharger, renewPassword } from "@/app/(operator)/chargers/actions";
import { operatorContext } from "@/app/context";
import { InboxList } from "@/components/stations/onboarding/inbox-list";
import { ButtonLink } from "@/components/ui/button";
import { PageHeading } from "@/components/ui/page-heading";
import { listSites } from "@/lib/services/sites/list-sites";
import { listRefusals } from "@/lib/services/stations/list-refusals";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("inbox"))("title") };
}

export default async function InboxPage() {
  const t = await getTranslations("inbox");
  const ctx = await operatorContext();
  const [inbox, sites] = await Promise.all([listRefusals(ctx), listSites(ctx)]);
  return (
    <>
      <PageHeading title={t("title")} crumbs={[{ label: t("chargers"), href: "/chargers" }]}>
        <ButtonLink href="/chargers/doctor">
          <Stethoscope aria-hidden className="size-4" />
          {(await getTranslations("doctor"))("link")}
        </ButtonLink>
      </PageHeading>
      <p className="-mt-3 mb-4 max-w-prose text-ink-2">{t("intro")}</p>
      <InboxList
        inbox={inbox}
        sites={sites}
        adopt={adoptCharger}
        refuse={refuseCharger}
        renewPassword={renewPassword}
        renderedAt={ctx.now().toISOString()}
      />
    </>
  );
}
