"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { type Catalog, fieldOf } from "@/lib/domain/filter/catalog";
import { withoutTerm, withTerms } from "@/lib/domain/filter/change-filter";
import { CHARGER_FIELDS } from "@/lib/domain/filter/charger-fields";
import type { FilterTerm } from "@/lib/domain/filter/filter";
import { formatTerm, formatValues } from "@/lib/domain/filter/format-filter";
import { parseFilter } from "@/lib/domain/filter/parse-filter";
import { type Ignored, readFilter } from "@/lib/domain/filter/read-filter";
import { SESSION_FIELDS } from "@/lib/domain/filter/session-fields";
import type { ViewList } from "@/lib/domain/saved-view";
import { FilterField } from "./filter-field";
import { useSuggestions } from "./use-suggestions";
import type { ViewActions } from "./view-actions";

type Props = {
  readonly list: ViewList;
  readonly label: string;
  readonly catalog: Catalog;
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
  readonly isBusy: boolean;
  readonly countOf?: (field: string, word: string) => number | null;
  readonly suggest: ViewActions["suggest"];
};

const NO_COUNT = (): null => null;

/** The filter of a list: a field for more of it, and what it says so far, term by term, with what of it means nothing. */
export function FilterBar({ list, label, catalog, filter, onFilter, isBusy, countOf = NO_COUNT, suggest }: Props) {
  const [typed, setTyped] = useState("");
  const labelOf = useFieldLabel();
  const suggestHere = useCallback((field: string, value: string) => suggest(list, field, value), [suggest, list]);
  const choices = useSuggestions({ typed, catalog, countOf, labelOf, suggest: suggestHere });
  const terms = parseFilter(filter);

  const done = (text: string): void => {
    setTyped("");
    const next = withTerms(filter, text);
    if (next !== filter) onFilter(next);
  };
  /** Back into the field, to be changed. */
  const takeBack = (place: number): void => {
    const term = terms[place];
    if (term === undefined) return;
    setTyped(formatTerm(term));
    onFilter(withoutTerm(filter, place));
  };
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <FilterField
        {...{ label, typed, choices, isBusy }}
        onType={setTyped}
        onDone={done}
        onTakeBack={() => takeBack(terms.length - 1)}
      />
      <FilterTerms {...{ catalog, terms, labelOf }} onEdit={takeBack} onFilter={onFilter} filter={filter} />
    </div>
  );
}

/** What a field is called; what is none keeps its own name. */
function useFieldLabel(): (field: string) => string {
  const t = useTranslations("lists.field");
  return (field) => {
    const name = FIELDS.find((each) => each === field);
    return name === undefined ? field : t(name);
  };
}

const FIELDS = [...CHARGER_FIELDS, ...SESSION_FIELDS].map(({ name }) => name);

type TermsProps = Pick<Props, "catalog" | "filter" | "onFilter"> & {
  readonly terms: readonly FilterTerm[];
  readonly labelOf: (field: string) => string;
  readonly onEdit: (place: number) => void;
};

function FilterTerms({ catalog, filter, terms, labelOf, onEdit, onFilter }: TermsProps) {
  const t = useTranslations("lists.filter");
  if (terms.length === 0) return null;
  const faults = terms.map((term) => readFilter([term], catalog, new Date()).ignored);
  const told = faults.flat();
  return (
    <>
      <ul aria-label={t("terms")} className="contents">
        {terms.map((term, place) => (
          <li key={`${place} ${formatTerm(term)}`} className="max-w-full">
            <span
              data-term={formatTerm(term)}
              data-faulty={faults[place]?.length !== 0}
              className={classNames(
                "inline-flex h-8 max-w-full items-center rounded-md border border-ink bg-sunken text-sm max-md:h-11",
                "data-[faulty=true]:border-fault data-[faulty=true]:bg-fault-soft data-[faulty=true]:text-fault-ink",
              )}
            >
              <button
                type="button"
                title={t("edit")}
                onClick={() => onEdit(place)}
                className="h-full min-w-0 truncate rounded-l-md pl-2.5"
              >
                <TermText term={term} catalog={catalog} labelOf={labelOf} />
              </button>
              <button
                type="button"
                aria-label={t("drop", { term: formatTerm(term) })}
                onClick={() => onFilter(withoutTerm(filter, place))}
                className="inline-flex h-full w-7 shrink-0 items-center justify-center rounded-r-md hover:text-ink max-md:w-11"
              >
                <X aria-hidden className="size-3.5" />
              </button>
            </span>
          </li>
        ))}
      </ul>
      {terms.length < 2 ? null : (
        <button type="button" onClick={() => onFilter("")} className="h-8 text-sm text-ink-2 underline hover:text-ink">
          {t("dropAll")}
        </button>
      )}
      {told.length === 0 ? null : <Faults told={told} catalog={catalog} />}
    </>
  );
}

function TermText({
  term,
  catalog,
  labelOf,
}: {
  readonly term: FilterTerm;
  readonly catalog: Catalog;
  readonly labelOf: (field: string) => string;
}) {
  const t = useTranslations("lists.filter");
  const not = term.isNegated ? `${t("not")} ` : "";
  if (term.type === "Text") return `${not}“${term.text}”`;
  const name = labelOf(fieldOf(catalog, term.field)?.name ?? term.field);
  return (
    <>
      <span className="text-ink-2">
        {not}
        {name}:
      </span>{" "}
      {formatValues(term.values).replaceAll(",", ", ")}
    </>
  );
}

/** What means nothing does not narrow the list, and that is said. */
function Faults({ told, catalog }: { readonly told: readonly Ignored[]; readonly catalog: Catalog }) {
  const t = useTranslations("lists.filter");
  return (
    <div role="alert" className="w-full text-sm text-fault-ink">
      {told.map(({ reason, text }) => (
        <p key={text}>
          {reason === "UnknownField"
            ? t("unknownField", { text, fields: catalog.map(({ name }) => name).join(", ") })
            : t("unknownValue", { text, how: t(`how.${kindOf(text, catalog)}`) })}
        </p>
      ))}
    </div>
  );
}

function kindOf(text: string, catalog: Catalog): "Words" | "Text" | "Version" | "Instant" | "Number" | "Duration" {
  const term = parseFilter(text)[0];
  return (term?.type === "Field" ? fieldOf(catalog, term.field) : null)?.kind.type ?? "Text";
}
