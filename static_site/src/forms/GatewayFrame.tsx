import { Button, Stack, Switch, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { TestReport } from "@/api/types";
import { useAction } from "@/components/Action/useAction";
import { ErrorNote } from "@/components/ErrorNote/ErrorNote";
import { FormFoot } from "@/components/Form/FormFoot";
import type { EntryForm } from "@/components/Form/useEntryForm";
import { Panel } from "@/components/Panel/Panel";
import { TestResult } from "./TestResult";
import { WebhookAddress } from "./WebhookAddress";

interface GatewayFrameProps<Values, Output> {
  readonly title: string;
  readonly about: string;
  readonly entry: EntryForm<Values, Output>;
  readonly onReload: () => void;
  /** The switches in order, each for a field of the form. */
  readonly switches: readonly GatewaySwitch[];
  /** The account's fields. */
  readonly children: ReactNode;
  /** Where events go, for a service that is told so on its own site. */
  readonly webhook?: React.ComponentProps<typeof WebhookAddress>;
  /** What the test tries: “the keys”. */
  readonly tried: string;
  /** How far the test goes. */
  readonly testAbout?: string;
  readonly test: () => Promise<TestReport>;
}

interface GatewaySwitch {
  readonly field: string;
  readonly label: string;
  readonly description?: string;
}

/** What the settings of every account at a service share: switches, fields, webhook and test. */
export function GatewayFrame<Values, Output>(props: GatewayFrameProps<Values, Output>) {
  const { title, about, entry, onReload, switches, children, webhook, tried, test } = props;
  const testAbout = props.testAbout ?? "Tries what is saved, without moving money.";
  return (
    <Stack gap="lg">
      <Panel title={title} about={about}>
        <form onSubmit={entry.submit} noValidate>
          <Stack maw={560}>
            {switches.map(({ field, label, description }) => (
              <Switch
                key={field}
                label={label}
                description={description}
                {...entry.form.getInputProps(field, { type: "checkbox" })}
              />
            ))}
            {children}
            <FormFoot of={entry} label="Save" onReload={onReload} />
          </Stack>
        </form>
      </Panel>
      {webhook && <WebhookAddress {...webhook} />}
      <SavedTest about={testAbout} tried={tried} isDirty={entry.form.isDirty()} run={test} />
    </Stack>
  );
}

interface SavedTestProps {
  readonly about: string;
  readonly tried: string;
  readonly isDirty: boolean;
  readonly run: () => Promise<TestReport>;
}

/** Try what is saved, right by right. */
function SavedTest({ about, tried, isDirty, run }: SavedTestProps) {
  const test = useAction({ run, failsInPlace: true });
  return (
    <Panel title="Test" about={about}>
      <Stack align="flex-start">
        <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
          Test {tried}
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
