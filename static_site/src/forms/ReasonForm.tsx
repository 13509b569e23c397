import { Modal, Stack, Text, Textarea } from "@mantine/core";
import type { ReactNode } from "react";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";

interface ReasonModalProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What will happen, before it happens. */
  readonly children: ReactNode;
  readonly label: string;
  readonly question?: string;
  readonly done: string;
  readonly send: (body: { why: string }) => Promise<unknown>;
}

/** Something that is done with a reason, which the audit log keeps. */
export function ReasonModal({ isOpen, onClose, title, ...rest }: ReasonModalProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} centered>
      <ReasonForm {...rest} onClose={onClose} />
    </Modal>
  );
}

type ReasonFormProps = Omit<ReasonModalProps, "isOpen" | "title">;

function ReasonForm({ children, label, question, done, send, onClose }: ReasonFormProps) {
  const entry = useEntryForm({
    initial: { why: "" },
    check: ({ why }) => ({ why: why.trim() ? null : "Say why; the audit log keeps it." }),
    send,
    done,
    onDone: onClose,
  });
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack>
        <Text size="sm" c="dimmed">
          {children}
        </Text>
        <Textarea
          label={question ?? "Why"}
          autosize
          minRows={2}
          withAsterisk
          data-autofocus
          {...entry.form.getInputProps("why")}
        />
        <FormFoot of={entry} label={label} onCancel={onClose} />
      </Stack>
    </form>
  );
}
