import { Alert, Anchor, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { queries } from "@/api/queries";
import type { Invited, Job } from "@/api/types";
import { Icon } from "@/components/Icon/Icon";
import { Loaded } from "@/components/Loading/Loading";
import { Panel } from "@/components/Panel/Panel";
import { formatMoney } from "@/format/money";
import { describeStatus } from "@/format/words";

/** What the media server said to an invitation; it is looked at until it has answered. */
export function InviteAnswer({ of }: { readonly of: Invited }) {
  const job = useQuery(queries.job(of.job_id));
  return (
    <Panel title={`${of.user_label} is in the books`}>
      <Stack>
        <Text size="sm">
          {formatMoney(of.payment.amount)} for {of.payment.plan_name} is recorded.
        </Text>
        <Loaded query={job}>{(data) => <Answer of={data} userId={of.user_id} />}</Loaded>
        <Group gap="md">
          <Anchor component={Link} to={`/users/${of.user_id}`} size="sm">
            Open the user
          </Anchor>
          <Anchor component={Link} to={`/payments/${of.payment.id}`} size="sm">
            Open the payment
          </Anchor>
        </Group>
      </Stack>
    </Panel>
  );
}

function Answer({ of, userId }: { readonly of: Job; readonly userId: string }) {
  const user = useQuery({ ...queries.user(userId), enabled: of.state === "done" });
  if (of.state === "parked") return <Note color="red" title={of.last_error} text={of.remedy} />;
  if (of.state !== "done") {
    const text = of.last_error || "The media server is being asked.";
    return <Note color="blue" title="The invitation is on its way" text={text} />;
  }
  const shares = (user.data?.shares ?? []).map(
    (share) => `${share.server_name}: ${describeStatus("share", share.state).text.toLowerCase()}`,
  );
  const text = shares.join(", ") || "The paid time has not begun, so the invitation waits for it.";
  return <Note color="teal" title="The media server has answered" text={text} />;
}

interface NoteProps {
  readonly color: string;
  readonly title: string;
  readonly text: string;
}

function Note({ color, title, text }: NoteProps) {
  const icon = <Icon name={color === "red" ? "warning" : "users"} />;
  return (
    <Alert role="status" variant="light" color={color} title={title} icon={icon}>
      <Text size="sm">{text}</Text>
    </Alert>
  );
}
