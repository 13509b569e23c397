import { Button, Modal, Radio, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { api, unwrap } from "@/api/client";
import type { SeenPerson } from "@/api/types";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { UserPicker } from "@/components/Pickers/UserPicker";

const OTHER = "other";

interface Values extends Record<string, unknown> {
  choice: string;
  user_id: string | null;
}

interface ImportChoiceProps {
  readonly of: SeenPerson;
  readonly onChosen: () => void;
}

/** A button that asks what to do about somebody on a server. */
export function ImportChoiceButton({ of, onChosen }: ImportChoiceProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const chosen = () => {
    close();
    onChosen();
  };
  return (
    <>
      <Button
        size="compact-sm"
        variant={of.outcome === "undecided" ? "light" : "default"}
        onClick={open}
        aria-label={`Decide about ${of.label}`}
      >
        {of.choice ? "Decide anew" : "Decide"}
      </Button>
      <Modal opened={isOpen} onClose={close} title={`Who is ${of.label}?`} centered>
        <ImportChoiceForm of={of} onChosen={chosen} onCancel={close} />
      </Modal>
    </>
  );
}

interface ImportChoiceFormProps extends ImportChoiceProps {
  readonly onCancel: () => void;
}

function ImportChoiceForm({ of, onChosen, onCancel }: ImportChoiceFormProps) {
  const listed = ["", "new", "ignore", ...of.candidates.map((each) => each.id)];
  const isListed = listed.includes(of.choice);
  const entry = useEntryForm<Values, unknown>({
    initial: {
      choice: isListed ? of.choice : OTHER,
      user_id: isListed ? null : of.choice,
    },
    check: ({ choice, user_id }) => ({
      user_id: choice === OTHER && !user_id ? "Choose who it is." : null,
    }),
    send: ({ choice, user_id }) =>
      unwrap(
        api.PUT("/api/v1/import/choices", {
          body: { key: of.key, choice: choice === OTHER ? (user_id ?? "") : choice },
        }),
      ),
    done: "The next import acts on it.",
    onDone: onChosen,
  });
  const { form } = entry;
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack>
        <Text size="sm" c="dimmed">
          {of.why}
        </Text>
        <Radio.Group label="What to do" {...form.getInputProps("choice")}>
          <Stack gap="xs" mt="xs">
            {of.candidates.map((each) => (
              <Radio key={each.id} value={each.id} label={`It is ${each.label || each.id}`} />
            ))}
            <Radio value={OTHER} label="It is another user" />
            <Radio value="new" label="It is somebody new" />
            <Radio value="ignore" label="Leave this account alone" />
            <Radio value="" label="Nothing is decided" />
          </Stack>
        </Radio.Group>
        {form.values.choice === OTHER && <UserPicker {...form.getInputProps("user_id")} />}
        <FormFoot of={entry} label="Save" onCancel={onCancel} />
      </Stack>
    </form>
  );
}
