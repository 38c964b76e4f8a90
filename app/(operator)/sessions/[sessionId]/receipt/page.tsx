import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { operatorContext } from "@/app/context";
import { orNotFound } from "@/app/or-not-found";
import { ReceiptView } from "@/components/sessions/receipt-view";
import { readReceipt } from "@/lib/services/sessions/read-receipt";

type Props = { readonly params: Promise<{ readonly sessionId: string }> };

const ID = /^[1-9]\d{0,8}$/;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations("receipt");
  return { title: t("titleOf", { id: (await params).sessionId }) };
}

export default async function ReceiptPage({ params }: Props) {
  const ctx = await operatorContext();
  const { sessionId } = await params;
  if (!ID.test(sessionId)) notFound();
  const receipt = await orNotFound(readReceipt(ctx, Number(sessionId)));
  return <ReceiptView receipt={receipt} madeAt={ctx.now().toISOString()} />;
}
