import { Button, Group, Modal, Stack, type ButtonProps } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { useAction, type ActionOptions } from "./useAction";

interface ConfirmButtonProps<Output>
  extends ButtonProps, Omit<ActionOptions<void, Output>, "failsInPlace"> {
  readonly label: string;
  readonly question: string;
  /** What will happen, before it happens. */
  readonly children: ReactNode;
  readonly confirmLabel?: string;
  /** False as long as `children` ask for something that is missing. */
  readonly isReady?: boolean;
}

/** A button for what cannot be undone: it tells the plan first, and acts on a second click. */
export function ConfirmButton<Output>(props: ConfirmButtonProps<Output>) {
  const { label, question, children, confirmLabel, isReady = true, ...rest } = props;
  const { run, done, onDone, onFailed, ...look } = rest;
  const [isOpen, { open, close }] = useDisclosure(false);
  const action = useAction<Output>({
    run,
    done,
    onFailed,
    failsInPlace: true,
    onDone: (output) => {
      close();
      onDone?.(output);
    },
  });
  const ask = () => {
    action.reset();
    open();
  };
  return (
    <>
      <Button variant="light" color="red" {...look} onClick={ask}>
        {label}
      </Button>
      <Modal opened={isOpen} onClose={close} title={question} centered>
        <Stack>
          <div>{children}</div>
          <ErrorNote of={action.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close} data-autofocus>
              Cancel
            </Button>
            <Button
              color={look.color ?? "red"}
              disabled={!isReady}
              loading={action.isPending}
              onClick={() => action.mutate()}
            >
              {confirmLabel ?? label}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
