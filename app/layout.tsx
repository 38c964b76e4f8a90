import "@fontsource-variable/inter";
import "@fontsource-variable/geist-mono";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { LanguageFollower } from "@/components/layout/language-follower";
import { Theme } from "@/components/layout/theme";
import { TimeZoneTeller } from "@/components/layout/time-zone-teller";
import { Toaster } from "@/components/ui/toaster";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("app");
  return {
    title: { default: t("name"), template: `%s – ${t("name")}` },
    description: t("description"),
    robots: { index: false, follow: false },
  };
}

export const viewport: Viewport = { width: "device-width", initialScale: 1 };

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const [locale, nonce] = [await getLocale(), (await headers()).get("x-nonce") ?? ""];
  return (
    <html lang={locale} suppressHydrationWarning>
      <body>
        <NextIntlClientProvider>
          <Theme nonce={nonce}>
            {children}
            <Toaster />
            <TimeZoneTeller />
            <LanguageFollower />
          </Theme>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
