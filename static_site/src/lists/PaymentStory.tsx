import { Badge, Group, Text, Timeline } from "@mantine/core";
import type { PaymentStory as Story } from "@/api/types";
import { When } from "@/components/When/When";
import { tellStory } from "@/format/story";

/** Everything that happened to a payment, oldest first. */
export function PaymentStory({ of }: { readonly of: Story }) {
  const events = tellStory(of);
  return (
    <Timeline bulletSize={14} lineWidth={2} active={events.length}>
      {events.map((event) => (
        <Timeline.Item
          key={event.key}
          color={event.isLoss ? "orange" : undefined}
          title={
            <Group gap="xs">
              <Text fw={600} size="sm">
                {event.title}
              </Text>
              {event.moved.map((each) => (
                <Badge key={each} variant="light" color={event.isLoss ? "orange" : "teal"} tt="none">
                  {each}
                </Badge>
              ))}
            </Group>
          }
        >
          {event.why && <Text size="sm">{event.why}</Text>}
          <Text size="xs" c="dimmed">
            <When at={event.at} />
            {event.who && ` · ${event.who}`}
          </Text>
        </Timeline.Item>
      ))}
    </Timeline>
  );
}
