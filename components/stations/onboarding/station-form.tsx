"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormFault, faultBesides, faultOf } from "@/components/form/form-fault";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/field";
import type { SiteView } from "@/lib/domain/site-view";
import type { AddedStation, AddStation, NewStation } from "./added-station";

type Props = {
  readonly add: AddStation;
  readonly sites: readonly SiteView[];
  /** A charger that knocked has an identity already. */
  readonly knownIdentity?: string;
  readonly submitLabel: string;
  readonly onAdded: (added: AddedStation) => void;
};

/** Characters every OCPP version allows; other ones are taken, but some chargers cannot send them. */
const RECOMMENDED_IDENTITY = /^[A-Za-z0-9*\-_=+|@.]{0,48}$/;

const PROFILES = [1, 2, 3, 0] as const;

export function StationForm({ add, sites, knownIdentity, submitLabel, onAdded }: Props) {
  const t = useTranslations("onboarding");
  const { run, fault, isPending } = useAction();
  const [wanted, setWanted] = useState<NewStation>({
    identity: knownIdentity ?? "",
    name: "",
    siteId: null,
    securityProfile: 1,
  });
  const submit = (): void => run(() => add({ ...wanted, identity: wanted.identity.trim() }), onAdded);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <FormFault fault={faultBesides(fault, "identity", "name")} />
      <TextField
        label={t("identity")}
        hint={RECOMMENDED_IDENTITY.test(wanted.identity) ? t("identityHint") : t("identityUnusual")}
        error={faultOf(fault, "identity")}
        value={wanted.identity}
        onChange={(event) => setWanted({ ...wanted, identity: event.target.value })}
        readOnly={knownIdentity !== undefined}
        autoComplete="off"
        autoCapitalize="none"
        isCode
        spellCheck={false}
        maxLength={255}
        required
      />
      <TextField
        label={t("name")}
        hint={t("nameHint")}
        error={faultOf(fault, "name")}
        value={wanted.name}
        onChange={(event) => setWanted({ ...wanted, name: event.target.value })}
        maxLength={200}
      />
      {sites.length === 0 ? null : (
        <SelectField
          label={t("site")}
          value={wanted.siteId ?? ""}
          onChange={(event) =>
            setWanted({ ...wanted, siteId: event.target.value === "" ? null : Number(event.target.value) })
          }
        >
          <option value="">{t("noSite")}</option>
          {sites.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
      <SelectField
        label={t("security")}
        hint={t(`securityHint.${wanted.securityProfile}`)}
        value={wanted.securityProfile}
        onChange={(event) =>
          setWanted({
            ...wanted,
            securityProfile: PROFILES.find((profile) => String(profile) === event.target.value) ?? 1,
          })
        }
      >
        {PROFILES.map((profile) => (
          <option key={profile} value={profile}>
            {t(`securityProfile.${profile}`)}
          </option>
        ))}
      </SelectField>
      <div>
        <Button type="submit" variant="primary" disabled={isPending}>
          {isPending ? t("adding") : submitLabel}
        </Button>
      </div>
    </form>
  );
}
