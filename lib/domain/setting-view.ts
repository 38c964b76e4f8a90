/** A setting as a station last told it; never what it is now. Instants are ISO strings. */
export type SettingView = {
  readonly key: string;
  /** Null where it is not told: write-only, a secret, or not known to the station. */
  readonly value: string | null;
  readonly isReadonly: boolean | null;
  /** False once the station said that it has no such setting. */
  readonly isKnown: boolean;
  /** A password or the like: its value is kept nowhere. */
  readonly isSecret: boolean;
  /** Null where only a change is known, and it has not been read since. */
  readonly readAt: string | null;
  /** It took a value that counts after its next restart. */
  readonly needsRestart: boolean;
  readonly changedAt: string | null;
};

export type SettingsView = {
  readonly items: readonly SettingView[];
  /** How many it answers at a time, as it told; null where it did not. */
  readonly keysPerReadMax: number | null;
};
