import { FAMILIES, type Family } from "@/components/stations/shown-status";
import { StatusGlyph } from "@/components/stations/status-glyph";
import { classNames } from "@/components/ui/class-names";
import type { StatusWord } from "@/lib/domain/station";

const RIMS: Readonly<Record<Family, string>> = {
  ready: "border-ready",
  energy: "border-energy",
  occ: "border-occ",
  warn: "border-warn",
  fault: "border-fault",
  off: "border-off",
};

type Props = {
  /** Null: no charger stands there. */
  readonly worst: StatusWord | null;
  readonly count: number;
  readonly isChosen: boolean;
};

/** What a site or several look like on the map: the worst state by its shape and its colour, and how many. */
export function DotFace({ worst, count, isChosen }: Props) {
  return (
    <span
      className={classNames(
        "flex h-7 min-w-7 items-center justify-center gap-1 rounded-full border-2 bg-surface px-1.5 text-xs font-semibold text-ink tabular-nums shadow-pop",
        worst === null ? "border-line-strong" : RIMS[FAMILIES[worst]],
        isChosen && "outline-2 outline-offset-2 outline-focus",
      )}
    >
      {worst === null ? <EmptyGlyph /> : <StatusGlyph status={worst} />}
      {count > 1 ? count : null}
    </span>
  );
}

function EmptyGlyph() {
  return (
    <svg aria-hidden viewBox="0 0 12 12" className="size-3 shrink-0 text-ink-3">
      <path d="M3 6h6" stroke="currentColor" strokeWidth="1.6" />
    </svg>
  );
}
