"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormFault } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import type { AddedStation, RenewPassword } from "./added-station";

const SUBPROTOCOLS = "ocpp1.6, ocpp2.0.1";

/** What to type into the charger. The password is here this once; afterwards there is only a new one. */
export function ConnectionCard({
  added,
  renewPassword,
}: {
  readonly added: AddedStation;
  readonly renewPassword: RenewPassword;
}) {
  const t = useTranslations("onboarding");
  const { station, url } = added;
  const { run, fault, isPending } = useAction();
  const [password, setPassword] = useState(added.password);
  const base = url.slice(0, url.lastIndexOf("/"));
  const needsPassword = station.securityProfile === 1 || station.securityProfile === 2;
  return (
    <Card aria-label={t("connection")}>
      <CardHeader title={t("connection")} />
      <div className="flex flex-col gap-4 p-4">
        <Line name={t("url")} value={url} testId="ocpp-url" />
        <div className="grid gap-4 rounded-md bg-sunken p-3 sm:grid-cols-2">
          <p className="text-sm text-ink-2 sm:col-span-2">{t("apart")}</p>
          <Line name={t("baseUrl")} value={base} />
          <Line name={t("identity")} value={station.identity} />
        </div>
        {needsPassword ? (
          <div className="grid gap-4 sm:grid-cols-2">
            <Line name={t("username")} value={station.identity} />
            {password === null ? (
              <div className="flex flex-col gap-1.5 text-sm">
                <p className="text-ink-2">{t("passwordGone")}</p>
                <div>
                  <Button
                    disabled={isPending}
                    onClick={() =>
                      run(
                        () => renewPassword(station.identity),
                        (renewed) => setPassword(renewed.password),
                      )
                    }
                  >
                    {t("newPassword")}
                  </Button>
                </div>
                <FormFault fault={fault} />
              </div>
            ) : (
              <div>
                <Line name={t("password")} value={password} testId="ocpp-password" />
                <p className="mt-1.5 rounded-md bg-warn-soft px-2.5 py-1.5 text-sm text-warn-ink">{t("shownOnce")}</p>
              </div>
            )}
          </div>
        ) : (
          <p className="text-sm text-ink-2">
            {t(station.securityProfile === 3 ? "withCertificate" : "withoutPassword")}
          </p>
        )}
        <Line name={t("subprotocols")} value={SUBPROTOCOLS} />
      </div>
    </Card>
  );
}

function Line({ name, value, testId }: { readonly name: string; readonly value: string; readonly testId?: string }) {
  const t = useTranslations("onboarding");
  return (
    <div className="min-w-0">
      <p className="text-xs text-ink-3">{name}</p>
      <p className="flex items-center gap-1 max-md:-my-1.5">
        <span data-testid={testId} className="py-1.5 font-mono text-sm break-all">
          {value}
        </span>
        <CopyButton text={value} label={t("copy", { what: name })} />
      </p>
    </div>
  );
}
