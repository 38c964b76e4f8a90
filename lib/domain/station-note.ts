/** What somebody wrote down about a station. Instants are ISO strings. */
export type StationNoteView = {
  readonly id: string;
  readonly text: string;
  readonly by: string;
  readonly at: string;
  readonly editedBy: string | null;
  readonly editedAt: string | null;
  /** May whoever reads it change it, or take it away? */
  readonly isMine: boolean;
};
