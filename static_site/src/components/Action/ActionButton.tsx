import { Button, type ButtonProps } from "@mantine/core";
import { useAction, type ActionOptions } from "./useAction";

interface ActionButtonProps<Output> extends ButtonProps, ActionOptions<void, Output> {
  readonly label: string;
}

/** A button that does one thing at once, and shows that it is busy, done or failed. */
export function ActionButton<Output>(props: ActionButtonProps<Output>) {
  const { label, run, done, onDone, onFailed, failsInPlace, ...look } = props;
  const action = useAction({ run, done, onDone, onFailed, failsInPlace });
  return (
    <Button variant="default" {...look} loading={action.isPending} onClick={() => action.mutate()}>
      {label}
    </Button>
  );
}
