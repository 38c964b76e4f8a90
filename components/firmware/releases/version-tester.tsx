"use client";

import { Check, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { TextField } from "@/components/ui/field";
import { versionMatcher } from "@/lib/domain/firmware/version-match";

type Props = { readonly expected: string; readonly isPattern: boolean };

/** Try a version that a charger tells, before thousands are judged by this. */
export function VersionTester({ expected, isPattern }: Props) {
  const t = useTranslations("firmware.expected");
  const [told, setTold] = useState("");
  const matches = versionMatcher({ expectedVersion: expected, versionIsPattern: isPattern });
  const isMatch = told.trim() !== "" && matches(told);
  return (
    <div className="flex flex-col gap-1.5 rounded-md bg-sunken p-3">
      <TextField
        label={t("try")}
        value={told}
        onChange={(event) => setTold(event.target.value)}
        placeholder={t("tryExample")}
        maxLength={50}
        spellCheck={false}
        autoComplete="off"
        isCode
      />
      <p role="status" className="flex min-h-5 items-center gap-1.5 text-sm" data-version-match={isMatch}>
        {told.trim() === "" || expected === "" ? null : isMatch ? (
          <>
            <Check aria-hidden className="size-4 text-ready-ink" />
            {t("matches")}
          </>
        ) : (
          <>
            <X aria-hidden className="size-4 text-fault-ink" />
            {t(isPattern && !isPatternValid(expected) ? "wrongPattern" : "matchesNot")}
          </>
        )}
      </p>
    </div>
  );
}

function isPatternValid(pattern: string): boolean {
  try {
    return new RegExp(pattern).source !== "";
  } catch {
    return false;
  }
}
