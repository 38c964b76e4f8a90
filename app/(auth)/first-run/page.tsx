import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { systemContext } from "@/app/context";
import { FirstRunForm } from "@/components/access/first-run-form";
import { PASSWORD_CHARACTERS_MIN } from "@/lib/services/auth/create-operator";
import { hasOperator } from "@/lib/services/auth/first-run";
import { createAdministrator } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("firstRun"))("title") };
}

export default async function FirstRunPage() {
  if (await hasOperator(systemContext("first-run"))) redirect("/login");
  return <FirstRunForm createAdministrator={createAdministrator} passwordCharactersMin={PASSWORD_CHARACTERS_MIN} />;
}
