import {
  Bell,
  CircuitBoard,
  CreditCard,
  Inbox,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  MapPin,
  PlugZap,
  ScrollText,
  Zap,
} from "lucide-react";

export type Place = {
  readonly key:
    | "overview"
    | "chargers"
    | "inbox"
    | "sessions"
    | "alerts"
    | "firmware"
    | "messages"
    | "tokens"
    | "sites"
    | "apiKeys";
  readonly href: string;
  readonly icon: LucideIcon;
  /** In the bottom bar of a telephone; the others are behind "More". */
  readonly isPrimary: boolean;
};

export const PLACES: readonly Place[] = [
  { key: "overview", href: "/", icon: LayoutDashboard, isPrimary: true },
  { key: "chargers", href: "/chargers", icon: PlugZap, isPrimary: true },
  { key: "inbox", href: "/chargers/inbox", icon: Inbox, isPrimary: false },
  { key: "sessions", href: "/sessions", icon: Zap, isPrimary: true },
  { key: "alerts", href: "/alerts", icon: Bell, isPrimary: true },
  { key: "firmware", href: "/firmware", icon: CircuitBoard, isPrimary: false },
  { key: "messages", href: "/messages", icon: ScrollText, isPrimary: false },
  { key: "tokens", href: "/tokens", icon: CreditCard, isPrimary: false },
  { key: "sites", href: "/settings/sites", icon: MapPin, isPrimary: false },
  { key: "apiKeys", href: "/settings/api-keys", icon: KeyRound, isPrimary: false },
];

/** The place a path belongs to: the longest address that begins it. */
export function placeOf(path: string): Place["key"] | null {
  const begins = ({ href }: Place): boolean =>
    href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
  const [best] = PLACES.filter(begins).toSorted((a, b) => b.href.length - a.href.length);
  return best?.key ?? null;
}
