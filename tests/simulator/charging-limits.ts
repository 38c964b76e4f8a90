/** What a station was told about power. It keeps and tells it; its cars do not obey it. */
export type Period = { readonly startPeriod: number; readonly limit: number; readonly numberPhases?: number };

export type Limit = {
  readonly id: number;
  readonly place: number;
  readonly purpose: string;
  readonly stackLevel: number;
  readonly unit: "A" | "W";
  readonly periods: readonly Period[];
};

export type LimitCriteria = Partial<Pick<Limit, "id" | "place" | "purpose" | "stackLevel">>;

export type ChargingLimits = {
  readonly all: readonly Limit[];
  /** The same id, or the same purpose and level at the same place, is replaced. */
  readonly put: (limit: Limit) => void;
  /** How many went. No criteria: all. */
  readonly clear: (criteria: LimitCriteria) => number;
  /** The highest level leads; a limit of a transaction goes before the default. Null: none. */
  readonly leading: (place: number) => Limit | null;
};

export function createChargingLimits(): ChargingLimits {
  let all: readonly Limit[] = [];
  return {
    get all() {
      return all;
    },
    put(limit) {
      const isSame = (other: Limit) =>
        other.id === limit.id ||
        (other.place === limit.place && other.purpose === limit.purpose && other.stackLevel === limit.stackLevel);
      all = [...all.filter((other) => !isSame(other)), limit];
    },
    clear({ id, place, purpose, stackLevel }) {
      const before = all.length;
      const isMeant = (limit: Limit) =>
        id !== undefined
          ? limit.id === id
          : (place === undefined || limit.place === place) &&
            (purpose === undefined || limit.purpose === purpose) &&
            (stackLevel === undefined || limit.stackLevel === stackLevel);
      all = all.filter((limit) => !isMeant(limit));
      return before - all.length;
    },
    leading(place) {
      const here = all.filter((limit) => limit.place === 0 || limit.place === place);
      const rank = ({ purpose, stackLevel }: Limit) => (purpose === "TxProfile" ? 1_000_000 : 0) + stackLevel;
      return here.toSorted((one, other) => rank(other) - rank(one))[0] ?? null;
    },
  };
}
