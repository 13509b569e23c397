import { ActionIcon, Box, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";
import { Icon } from "@/components/Icon/Icon";
import { ConfirmButton } from "@/components/Action/ConfirmButton";
import classes from "./NamedList.module.css";

interface Named {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

interface NamedListProps<Item extends Named> {
  /** `library group` or `location`, for labels and messages. */
  readonly noun: string;
  readonly items: readonly Item[];
  readonly isFixed?: (item: Item) => boolean;
  /** What is known about an item, below its name. */
  readonly about?: (item: Item) => ReactNode;
  readonly emptyHint: string;
  readonly removalPlan: ReactNode;
  readonly add: (name: string) => Promise<unknown>;
  readonly rename: (item: Item, name: string) => Promise<unknown>;
  readonly remove: (item: Item) => Promise<unknown>;
}

/** Small named things: add, rename, delete. */
export function NamedList<Item extends Named>(props: NamedListProps<Item>) {
  const { noun, items } = props;
  const entry = useEntryForm({
    initial: { name: "" },
    check: ({ name }) => ({ name: name.trim() ? null : "Write a name." }),
    send: ({ name }) => props.add(name),
    done: `The ${noun} was added.`,
    onDone: () => entry.form.reset(),
  });
  return (
    <Stack>
      {items.length === 0 && (
        <Text size="sm" c="dimmed">
          {props.emptyHint}
        </Text>
      )}
      <ul className={classes.list}>
        {items.map((item) => (
          <li key={item.id} className={classes.item}>
            <div>
              <Text size="sm" fw={500}>
                {item.name}
              </Text>
              {props.about && (
                <Text size="xs" c="dimmed">
                  {props.about(item)}
                </Text>
              )}
            </div>
            {props.isFixed?.(item) ? (
              <Text size="xs" c="dimmed" flex="none">
                Built in
              </Text>
            ) : (
              <Group gap={6} wrap="nowrap">
                <RenameButton item={item} {...props} />
                <ConfirmButton
                  size="compact-xs"
                  label="Delete"
                  aria-label={`Delete ${item.name}`}
                  question={`Delete ${item.name}?`}
                  run={() => props.remove(item)}
                  done={`${item.name} was deleted.`}
                >
                  <Text size="sm">{props.removalPlan}</Text>
                </ConfirmButton>
              </Group>
            )}
          </li>
        ))}
      </ul>
      <form onSubmit={entry.submit} noValidate>
        <Group align="flex-start" gap="xs" wrap="nowrap">
          <TextInput
            flex={1}
            aria-label={`Name of the new ${noun}`}
            placeholder={`New ${noun}`}
            {...entry.form.getInputProps("name")}
          />
          <ActionIcon
            type="submit"
            size={36}
            aria-label={`Add the ${noun}`}
            loading={entry.action.isPending}
          >
            <Icon name="plus" />
          </ActionIcon>
        </Group>
        <Box mt="xs">
          <ErrorNote of={entry.action.error} shownFields={entry.shownFields} />
        </Box>
      </form>
    </Stack>
  );
}

function RenameButton<Item extends Named>(props: NamedListProps<Item> & { readonly item: Item }) {
  const { item, noun } = props;
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`Rename ${item.name}`}
        onClick={open}
      >
        Rename
      </Button>
      <Modal opened={isOpen} onClose={close} title={`Rename the ${noun}`}>
        <RenameForm {...props} onDone={close} />
      </Modal>
    </>
  );
}

function RenameForm<Item extends Named>(
  props: NamedListProps<Item> & { readonly item: Item; readonly onDone: () => void },
) {
  const entry = useEntryForm({
    initial: { name: props.item.name },
    check: ({ name }) => ({ name: name.trim() ? null : "Write a name." }),
    send: ({ name }) => props.rename(props.item, name),
    done: "Renamed.",
    onDone: props.onDone,
  });
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack>
        <TextInput label="Name" data-autofocus {...entry.form.getInputProps("name")} />
        <FormFoot of={entry} label="Rename" onCancel={props.onDone} />
      </Stack>
    </form>
  );
}
