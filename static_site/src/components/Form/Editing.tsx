import { Fragment, useEffect, useRef, useState, type ReactNode } from "react";

interface EditingProps<Kept extends { version: number }> {
  readonly of: Kept;
  /** Reads the record again. */
  readonly refresh: () => void;
  readonly children: (record: Kept, edit: EditHandlers) => ReactNode;
}

/** What a form tells when it was saved, or wants the latest. */
export interface EditHandlers {
  readonly onSaved: () => void;
  readonly onReload: () => void;
}

/**
 * Keeps a form steady while the record behind it is read again and again.
 *
 * Until somebody enters the form it follows the record. From then on it stays as it is, so that
 * nothing typed is lost; whether the record changed meanwhile shows when it is saved.
 */
export function Editing<Kept extends { version: number }>(props: EditingProps<Kept>) {
  const { of, refresh, children } = props;
  const [held, setHeld] = useState<Kept | null>(null);
  const frame = useRef<HTMLDivElement>(null);
  const record = held ?? of;
  const isFirst = useRef(true);
  useEffect(() => {
    // The fields were drawn anew after saving: the focus stays at the form.
    const isLost = document.activeElement === document.body;
    if (!isFirst.current && isLost) frame.current?.focus({ preventScroll: true });
    isFirst.current = false;
  }, [record.version]);
  const [reloads, setReloads] = useState(0);
  const release = () => setHeld(null);
  return (
    <div
      ref={frame}
      role="group"
      aria-label="Form"
      tabIndex={-1}
      style={{ outline: "none" }}
      onFocusCapture={(event) => {
        if (!held && event.target !== event.currentTarget) setHeld(of);
      }}
    >
      <Fragment key={`${record.version} ${reloads}`}>
        {children(record, {
          onSaved: release,
          onReload: () => {
            release();
            setReloads(reloads + 1);
            refresh();
          },
        })}
      </Fragment>
    </div>
  );
}
