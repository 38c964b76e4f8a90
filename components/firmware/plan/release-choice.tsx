"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFileSize } from "@/components/logs/file-size";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { TextField } from "@/components/ui/field";
import type { ReleaseView } from "@/lib/domain/firmware/release-view";
import { SignedWord } from "../releases/release-list";

type Props = {
  readonly releases: readonly ReleaseView[];
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (release: ReleaseView) => void;
};

/** More than that are searched. */
const SHOWN_AT_ONCE = 8;

/** The releases that passed their checks, one of which the campaign takes. */
export function ReleaseChoice({ releases, value, error, onChange }: Props) {
  const t = useTranslations("firmware.plan.firmware");
  const size = useFileSize();
  const [search, setSearch] = useState("");
  if (releases.length === 0) {
    return (
      <EmptyState title={t("none")} action={<ButtonLink href="/firmware/releases/new">{t("upload")}</ButtonLink>}>
        {t("noneHint")}
      </EmptyState>
    );
  }
  const words = search.trim().toLowerCase();
  const shown = releases.filter(({ id, vendor, version, models }) =>
    id === value ? true : `${vendor} ${version} ${models.join(" ")}`.toLowerCase().includes(words),
  );
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 text-sm font-medium">{t("release")}</legend>
      {releases.length > SHOWN_AT_ONCE ? (
        <TextField
          label={t("search")}
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="mb-1"
        />
      ) : null}
      {shown.map((release) => (
        <label
          key={release.id}
          className="flex cursor-pointer items-start gap-2.5 rounded-md border px-3 py-2.5 has-checked:border-ink has-checked:bg-sunken"
        >
          <input
            type="radio"
            name="release"
            value={release.id}
            checked={release.id === value}
            onChange={() => onChange(release)}
            className="mt-0.5 size-4 shrink-0 accent-ink"
          />
          <span className="flex min-w-0 flex-1 flex-col gap-0.5">
            <span className="flex flex-wrap items-center justify-between gap-x-3">
              <span className="font-medium">
                {release.vendor} {release.version}
              </span>
              <SignedWord isSigned={release.isSigned} />
            </span>
            <span className="text-sm text-ink-2">{release.models.join(", ")}</span>
            <span className="text-sm text-ink-3">
              {size(release.bytes)} · {t("uploadedBy", { name: release.uploadedBy })}
            </span>
          </span>
        </label>
      ))}
      {error === null ? null : (
        <p role="alert" className="text-sm text-fault-ink">
          {error}
        </p>
      )}
    </fieldset>
  );
}
