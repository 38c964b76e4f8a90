"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useRefreshOn } from "@/components/live/use-live";
import { Card } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { FilterChip } from "@/components/ui/filter-chip";
import { useSearchParamsChange } from "@/components/ui/use-search-params-change";
import { type HandshakeRefusalView, REFUSAL_STATES, type RefusalState } from "@/lib/domain/health-view";
import type { SiteView } from "@/lib/domain/site-view";
import type { AddedStation } from "../onboarding/added-station";
import { ConnectionCard } from "../onboarding/connection-card";
import { StationForm } from "../onboarding/station-form";
import type { DoctorActions } from "./doctor-actions";
import { type Patient, shownAddress, toPatients } from "./patient";
import { PatientActions } from "./patient-actions";
import { Why } from "./why";

type Props = {
  readonly state: RefusalState;
  readonly refusals: readonly HandshakeRefusalView[];
  readonly hasMore: boolean;
  readonly counts: Readonly<Record<RefusalState, number>>;
  readonly sites: readonly SiteView[];
  /** Null where the role may only look. */
  readonly actions: DoctorActions | null;
};

const REFRESH_MS = 3_000;

/** Who is kept out, why, and what to do about it. */
export function DoctorList({ state, refusals, hasMore, counts, sites, actions }: Props) {
  const t = useTranslations("doctor");
  const inbox = useTranslations("inbox");
  useRefreshOn(["refusals", "listed", "stations"], REFRESH_MS);
  const [adopting, setAdopting] = useState<string | null>(null);
  const [adopted, setAdopted] = useState<AddedStation | null>(null);
  const patients = toPatients(refusals);
  return (
    <>
      <StateFilter state={state} counts={counts} />
      {adopted === null || actions === null ? null : (
        <div className="mb-5">
          <ConnectionCard key={adopted.station.identity} added={adopted} renewPassword={actions.renewPassword} />
        </div>
      )}
      {actions === null ? <p className="mb-3 text-sm text-ink-2">{t("role")}</p> : null}
      <Card aria-label={t("title")}>
        {patients.length === 0 ? (
          <EmptyState title={t(`none.${state}`)}>{t(`noneHint.${state}`)}</EmptyState>
        ) : (
          <ul className="divide-y">
            {patients.map((patient) => (
              <PatientRow
                key={patient.key}
                patient={patient}
                actions={actions}
                onAdopt={() => setAdopting(patient.identity)}
              />
            ))}
          </ul>
        )}
      </Card>
      {hasMore ? <p className="mt-3 text-sm text-ink-3">{t("more", { count: refusals.length })}</p> : null}
      <Dialog
        open={adopting !== null}
        onOpenChange={(open) => (open ? undefined : setAdopting(null))}
        title={inbox("adoptTitle")}
        description={inbox("adoptHint")}
      >
        {adopting === null || actions === null ? null : (
          <StationForm
            add={actions.adopt}
            sites={sites}
            knownIdentity={adopting}
            submitLabel={t("adopt")}
            onAdded={(added) => {
              setAdopted(added);
              setAdopting(null);
            }}
          />
        )}
      </Dialog>
    </>
  );
}

function StateFilter({ state, counts }: Pick<Props, "state" | "counts">) {
  const t = useTranslations("doctor");
  const { hrefWith } = useSearchParamsChange();
  return (
    <nav aria-label={t("filter")} className="mb-4 flex flex-wrap gap-2">
      {REFUSAL_STATES.map((one) => (
        <FilterChip key={one} href={hrefWith({ state: one === "Open" ? null : one })} isOn={one === state}>
          {t(`state.${one}`)}
          <span className="text-ink-3">{counts[one]}</span>
        </FilterChip>
      ))}
    </nav>
  );
}

type RowProps = { readonly patient: Patient; readonly actions: DoctorActions | null; readonly onAdopt: () => void };

function PatientRow({ patient, actions, onAdopt }: RowProps) {
  const { identity, address, refusals } = patient;
  return (
    <li
      className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 px-4 py-4"
      data-patient={identity ?? address}
    >
      <div className="flex min-w-0 flex-1 basis-80 flex-col gap-3">
        <PatientName patient={patient} />
        {refusals.map((refusal) => (
          <Why key={refusal.id} refusal={refusal} />
        ))}
      </div>
      {actions === null ? null : <PatientActions patient={patient} actions={actions} onAdopt={onAdopt} />}
    </li>
  );
}

const LINK = "text-accent underline decoration-accent/40 underline-offset-2 hover:decoration-accent";
const hrefOf = (identity: string): string => `/chargers/${encodeURIComponent(identity)}`;

function PatientName({ patient: { identity, address, refusals } }: { readonly patient: Patient }) {
  const t = useTranslations("doctor");
  const [newest] = refusals;
  if (identity === null) {
    const neighbours = newest?.neighbours ?? [];
    return (
      <div>
        <h2 className="text-md font-semibold">{t("address", { address: shownAddress(address ?? "—") })}</h2>
        <p className="text-sm text-ink-3">
          {t("nameless")}
          {neighbours.length === 0 ? null : ` · ${t("neighbours", { list: neighbours.join(", ") })}`}
        </p>
      </div>
    );
  }
  if (newest?.station === null || newest === undefined) {
    return <h2 className="text-md font-semibold break-all">{identity}</h2>;
  }
  return (
    <h2 className="text-md font-semibold break-all">
      {identity}
      <Link prefetch={false} href={hrefOf(identity)} className={`ml-3 text-sm font-normal whitespace-nowrap ${LINK}`}>
        {t("openCharger")}
      </Link>
    </h2>
  );
}
