import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { attend } from "@/app/(operator)/alerts/actions";
import { operatorContext } from "@/app/context";
import { mayDo } from "@/app/may";
import { orNotFound } from "@/app/or-not-found";
import { AlertDetailView } from "@/components/alerts/alert-detail-view";
import { readAlert } from "@/lib/services/alerts/read-alert";

type Props = { readonly params: Promise<{ readonly alertId: string }> };

const ID = /^[1-9]\d{0,8}$/;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("alerts");
  return { title: t("oneTitle", { id: (await params).alertId }) };
}

export default async function AlertPage({ params }: Props) {
  const ctx = await operatorContext();
  const { alertId } = await params;
  if (!ID.test(alertId)) notFound();
  const alert = await orNotFound(readAlert(ctx, Number(alertId)));
  return <AlertDetailView alert={alert} attend={mayDo(ctx, "attend-alerts") ? attend : null} />;
}
