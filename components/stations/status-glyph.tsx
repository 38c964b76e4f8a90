import type { ReactNode } from "react";
import { FAMILIES, type Family, type ShownStatus } from "./shown-status";

const TONES: Readonly<Record<Family, string>> = {
  ready: "text-ready",
  energy: "text-energy",
  occ: "text-occ",
  warn: "text-warn",
  fault: "text-fault",
  off: "text-off",
};

/** 12 px shapes that differ without colour, so greyscale and print work. */
export function StatusGlyph({ status }: { readonly status: ShownStatus }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 12 12"
      className={`size-3 shrink-0 ${TONES[FAMILIES[status]]}`}
      fill="currentColor"
      stroke="none"
    >
      {SHAPES[status]}
    </svg>
  );
}

const RING = { cx: 6, cy: 6, r: 4.5, fill: "none", stroke: "currentColor", strokeWidth: 1.5 } as const;

const SHAPES: Readonly<Record<ShownStatus, ReactNode>> = {
  Available: <circle cx="6" cy="6" r="5" />,
  Charging: <path d="M7.2.5 2 7h3.2L4.6 11.5 10 4.9H6.6z" />,
  Preparing: (
    <>
      <circle {...RING} />
      <path d="M6 1.5A4.5 4.5 0 0 1 10.5 6H6z" />
    </>
  ),
  Occupied: (
    <>
      <circle {...RING} />
      <path d="M6 1.5a4.5 4.5 0 0 1 0 9z" />
    </>
  ),
  Finishing: (
    <>
      <circle {...RING} />
      <path d="M6 1.5A4.5 4.5 0 1 1 1.5 6H6z" />
    </>
  ),
  PausedByCar: <path d="M2.5 1.5h2.5v9H2.5zM7 1.5h2.5v9H7z" />,
  PausedByCharger: <path d="M1.5 1.5h2v9h-2zM5 1.5h2v9H5zM8.5 5.25h3v1.5h-3z" />,
  Reserved: (
    <>
      <path d="M6 .75 11.25 6 6 11.25.75 6z" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6 3.5 8.5 6 6 8.5 3.5 6z" />
    </>
  ),
  OutOfService: (
    <>
      <circle {...RING} />
      <path d="M3 9 9 3" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
  Fault: <path d="M6 .75 11.5 11H.5z" />,
  Updating: (
    <>
      <path d="M10.25 4.6A4.5 4.5 0 1 0 10.5 6.6" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M11.4 1.2v4.4H7z" />
    </>
  ),
  Offline: <circle {...RING} strokeDasharray="2.2 1.6" />,
  NeverConnected: <circle {...RING} strokeDasharray="1 2.1" />,
  GatewayLost: (
    <>
      <circle {...RING} />
      <path d="M6 3.25V6.25L8 7.5" fill="none" stroke="currentColor" strokeWidth="1.4" />
    </>
  ),
};
