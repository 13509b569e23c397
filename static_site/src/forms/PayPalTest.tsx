import { Button, Stack, Text } from "@mantine/core";
import type { TestReport } from "@/api/types";
import { useAction } from "@/components/Action/useAction";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { Panel } from "@/components/Panel/Panel";
import { TestResult } from "./TestResult";

interface PayPalTestProps {
  readonly isDirty: boolean;
  readonly run: () => Promise<TestReport>;
}

/** Try the saved credentials, right by right. */
export function PayPalTest({ isDirty, run }: PayPalTestProps) {
  const test = useAction({ run, failsInPlace: true });
  return (
    <Panel title="Test" about="Tries the saved credentials without moving money.">
      <Stack align="flex-start">
        <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
          Test the credentials
        </Button>
        {isDirty && (
          <Text size="sm" c="dimmed">
            What you changed above is not saved yet, and not part of the test.
          </Text>
        )}
        <TestResult of={test.data} />
        <ErrorNote of={test.error} />
      </Stack>
    </Panel>
  );
}
