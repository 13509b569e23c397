import { Button, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import type { EntryForm } from "./useEntryForm";

interface FormFootProps<Values, Output> {
  readonly of: EntryForm<Values, Output>;
  readonly label: string;
  readonly onCancel?: () => void;
  /** Reads the record again after somebody else changed it. */
  readonly onReload?: () => void;
  readonly children?: ReactNode;
}

/** The end of every form: what failed, and the buttons. */
export function FormFoot<Values, Output>(props: FormFootProps<Values, Output>) {
  const { of, label, onCancel, onReload, children } = props;
  return (
    <Stack gap="sm">
      <ErrorNote of={of.action.error} shownFields={of.shownFields} onReload={onReload} />
      <Group gap="xs">
        <Button type="submit" loading={of.action.isPending}>
          {label}
        </Button>
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        )}
        {children}
      </Group>
    </Stack>
  );
}
