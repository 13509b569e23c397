import { Code, Group, List, Stack, Text, TextInput } from "@mantine/core";
import { CopyIcon } from "@/components/Copy/CopyIcon";
import { Panel } from "@/components/Panel/Panel";

interface WebhookAddressProps {
  readonly about: string;
  readonly url: string;
  /** What to select there, in the vendor's own words. */
  readonly events: readonly string[];
}

/** Where a payment service sends its events, and which ones to select there. */
export function WebhookAddress({ about, url, events }: WebhookAddressProps) {
  return (
    <Panel title="Webhook" about={about}>
      <Stack maw={560}>
        <Group gap="xs" wrap="nowrap">
          <TextInput flex={1} readOnly aria-label="Address of the webhook" value={url} />
          <CopyIcon value={url} label="Copy the address" />
        </Group>
        <Group gap="xs" wrap="nowrap" justify="space-between">
          <Text size="sm">Events to select there:</Text>
          <CopyIcon value={events.join("\n")} label="Copy the events" />
        </Group>
        <List size="sm" listStyleType="none" aria-label="Events to select">
          {events.map((event) => (
            <List.Item key={event}>
              <Code>{event}</Code>
            </List.Item>
          ))}
        </List>
      </Stack>
    </Panel>
  );
}
