import { Alert, Badge, Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { api, unwrap } from "@/api/client";
import type { Decision } from "@/api/types";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { When } from "@/components/When/When";
import { ReasonModal } from "@/forms/ReasonForm";

interface ViolationActionsProps {
  readonly of: Decision;
  readonly onChanged: (after: Decision) => void;
}

/** Whether a decision counts, what the customer says to it, and what can be done about both. */
export function ViolationActions({ of, onChanged }: ViolationActionsProps) {
  return (
    <Stack gap="sm">
      {of.appeal && <AppealNote of={of} />}
      <Group gap="xs">
        <StrikeBadge of={of} />
        {of.appeal?.state === "open" ? (
          <>
            <Answer of={of} isAccepted onChanged={onChanged} />
            <Answer of={of} isAccepted={false} onChanged={onChanged} />
          </>
        ) : (
          of.strikes && <Forgive of={of} onChanged={onChanged} />
        )}
      </Group>
    </Stack>
  );
}

/** Tell whether a decision counts against the person. */
export function StrikeBadge({ of }: { readonly of: Decision }) {
  if (of.forgiven_at) {
    return (
      <Badge variant="light" color="teal">
        Taken back
      </Badge>
    );
  }
  return (
    <Badge variant="light" color={of.strikes ? "red" : "gray"}>
      {of.strikes ? "Strike" : "Does not count"}
    </Badge>
  );
}

const STATES = {
  open: { title: "The customer appeals", color: "orange" },
  accepted: { title: "The appeal was accepted", color: "teal" },
  rejected: { title: "The appeal was rejected", color: "gray" },
} as const;

function AppealNote({ of: { appeal } }: { readonly of: Decision }) {
  if (!appeal) return null;
  const { title, color } = STATES[appeal.state];
  return (
    <Alert role="note" variant="light" color={color} title={title}>
      <Text size="sm">{appeal.text}</Text>
      <Text size="xs" mt={4}>
        <When at={appeal.at} />
      </Text>
      {appeal.answer && (
        <Text size="sm" mt="xs">
          Answer: {appeal.answer}
        </Text>
      )}
    </Alert>
  );
}

function Forgive({ of, onChanged }: ViolationActionsProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" size="xs" onClick={open}>
        Forgive
      </Button>
      <ReasonModal
        isOpen={isOpen}
        onClose={close}
        title="Take the strike back?"
        label="Forgive"
        done="The strike was taken back."
        send={async ({ why }) => {
          const path = { decision_id: of.id };
          const sent = api.POST("/api/v1/decisions/{decision_id}/forgive", {
            params: { path },
            body: { why },
          });
          onChanged(await unwrap(sent));
        }}
      >
        It no longer counts. A restraint that no longer stands without it ends now.
      </ReasonModal>
    </>
  );
}

interface AnswerProps extends ViolationActionsProps {
  readonly isAccepted: boolean;
}

function Answer({ of, isAccepted, onChanged }: AnswerProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const label = isAccepted ? "Accept" : "Reject";
  return (
    <>
      <Button
        variant={isAccepted ? "filled" : "default"}
        size="xs"
        aria-label={`${label} the appeal`}
        onClick={open}
      >
        {label}
      </Button>
      <Modal opened={isOpen} onClose={close} title={`${label} the appeal?`} centered>
        <AnswerForm of={of} isAccepted={isAccepted} onChanged={onChanged} onClose={close} />
      </Modal>
    </>
  );
}

function AnswerForm({
  of,
  isAccepted,
  onChanged,
  onClose,
}: AnswerProps & { readonly onClose: () => void }) {
  const entry = useEntryForm({
    initial: { answer: "" },
    send: ({ answer }) => sendAnswer(of.id, answer, isAccepted),
    done: isAccepted ? "The appeal was accepted." : "The appeal was rejected.",
    onDone: (after) => {
      onClose();
      onChanged(after);
    },
  });
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack>
        <Text size="sm" c="dimmed">
          {isAccepted
            ? "The strike is taken back, and a restraint that no longer stands ends now."
            : "The strike stands."}{" "}
          The customer gets a mail with your answer.
        </Text>
        <Textarea
          label="Answer"
          description="May be left out"
          autosize
          minRows={2}
          maxLength={1000}
          data-autofocus
          {...entry.form.getInputProps("answer")}
        />
        <FormFoot of={entry} label={isAccepted ? "Accept" : "Reject"} onCancel={onClose} />
      </Stack>
    </form>
  );
}

function sendAnswer(decision_id: string, answer: string, isAccepted: boolean): Promise<Decision> {
  const options = { params: { path: { decision_id } }, body: { answer } };
  return isAccepted
    ? unwrap(api.POST("/api/v1/decisions/{decision_id}/appeal/accept", options))
    : unwrap(api.POST("/api/v1/decisions/{decision_id}/appeal/reject", options));
}
