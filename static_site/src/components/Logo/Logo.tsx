interface LogoProps {
  readonly size?: number;
}

/** The mark: streams, thinned out to what may play. */
export function Logo({ size = 28 }: LogoProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="9" fill="var(--mantine-color-indigo-6)" />
      <g stroke="#fff" strokeWidth="3" strokeLinecap="round">
        <path d="M8 10.5h11" opacity=".55" />
        <path d="M8 16h8" opacity=".8" />
        <path d="M8 21.5h5" />
      </g>
      <path
        d="M19 15.2v9.6a.8.8 0 0 0 1.22.68l7.6-4.8a.8.8 0 0 0 0-1.36l-7.6-4.8a.8.8 0 0 0-1.22.68z"
        fill="#fff"
      />
    </svg>
  );
}
