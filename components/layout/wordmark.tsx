/** The name, with a mark that is a connector seen from the front. */
export function Wordmark() {
  return (
    <span className="flex items-center gap-2 text-md font-semibold tracking-tight">
      <svg aria-hidden viewBox="0 0 20 20" className="size-5">
        <circle cx="10" cy="10" r="8.75" fill="none" stroke="currentColor" strokeWidth="2.5" />
        <circle cx="6.75" cy="8.5" r="1.6" fill="currentColor" />
        <circle cx="13.25" cy="8.5" r="1.6" fill="currentColor" />
        <circle cx="10" cy="13.25" r="1.6" fill="currentColor" />
      </svg>
      Kituo
    </span>
  );
}
