"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { SelectField, TextField } from "@/components/ui/field";
import type { TokenView } from "@/lib/domain/token-view";

const OTHER = "";

type Choice = {
  /** Empty while nothing is typed. */
  readonly tokenUid: string;
  /** Absent where the card is not known. */
  readonly tokenType: { readonly tokenType?: string };
  readonly field: React.ReactNode;
};

/** A card out of those that may charge, the last used one first, or any that is typed in. */
export function useTokenChoice(tokens: readonly TokenView[], lastTokenUid: string | null): Choice {
  const t = useTranslations("command.start");
  const usable = tokens.filter(({ status }) => status === "Accepted");
  const preset = usable.find(({ uid }) => uid === lastTokenUid) ?? usable[0];
  const [chosen, setChosen] = useState(preset?.uid ?? OTHER);
  const [typed, setTyped] = useState("");
  const tokenUid = chosen === OTHER ? typed.trim() : chosen;
  const type = usable.find(({ uid }) => uid === tokenUid)?.type;
  const field = (
    <>
      <SelectField label={t("token")} value={chosen} onChange={(event) => setChosen(event.target.value)}>
        {usable.map(({ uid, label }) => (
          <option key={uid} value={uid}>
            {label === null ? uid : `${label} · ${uid}`}
          </option>
        ))}
        <option value={OTHER}>{t("other")}</option>
      </SelectField>
      {chosen === OTHER ? (
        <TextField
          label={t("typed")}
          hint={t("typedHint")}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          maxLength={36}
          autoComplete="off"
          required
        />
      ) : null}
    </>
  );
  return { tokenUid, tokenType: type === undefined ? {} : { tokenType: type }, field };
}
