import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { signedIn, systemContext } from "@/app/context";
import { SignInForm } from "@/components/access/sign-in-form";
import { hasOperator } from "@/lib/services/auth/first-run";
import { signIn } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title") };
}

export default async function SignInPage({
  searchParams,
}: {
  readonly searchParams: Promise<{ readonly next?: string }>;
}) {
  if (!(await hasOperator(systemContext("sign-in")))) redirect("/first-run");
  if ((await signedIn()) !== null) redirect("/");
  return <SignInForm signIn={signIn} next={(await searchParams).next ?? "/"} />;
}
