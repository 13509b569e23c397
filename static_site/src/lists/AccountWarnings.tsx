import { Alert, Button, List, Stack, Text } from "@mantine/core";
import type { PlexAccount } from "@/api/types";
import { Icon } from "@/components/Icon/Icon";
import { countOf, joinNames } from "@/format/words";

interface AccountWarningsProps {
  readonly of: readonly PlexAccount[];
  readonly onLink: () => void;
}

/** What is wrong with accounts, or soon will be, and what to do about it. */
export function AccountWarnings({ of, onLink }: AccountWarningsProps) {
  const rejected = of.filter(({ token_error }) => token_error);
  const filling = of.filter((each) => peopleOf(each) >= 0.9 * each.max_people);
  const limited = of.filter(({ warnings }) => warnings.length > 0);
  if (rejected.length + filling.length + limited.length === 0) return null;
  return (
    <Stack gap="sm" mb="lg">
      {rejected.map((account) => (
        <Alert
          key={account.id}
          role="alert"
          color="red"
          variant="light"
          icon={<Icon name="warning" />}
          title={`Plex rejects the token of ${account.username}`}
        >
          <Stack gap="xs" align="flex-start">
            <Text size="sm">
              {account.servers.length > 0
                ? `Nothing can be shared, changed or taken away on ${joinNames(account.servers)}`
                : "Nothing can be shared in its name"}{" "}
              until the account is linked again. Nobody loses access by that.
            </Text>
            <Button size="compact-sm" onClick={onLink}>
              Link it again
            </Button>
          </Stack>
        </Alert>
      ))}
      {filling.map((account) => (
        <Alert
          key={account.id}
          role="note"
          color="orange"
          variant="light"
          icon={<Icon name="users" />}
          title={roomOf(account)}
        >
          <Text size="sm">
            {peopleOf(account)} of {account.max_people} people are counted: open invites, held seats
            and those whom you share with elsewhere too. Servers of another account can take more.
          </Text>
        </Alert>
      ))}
      {limited.map(({ id, username, warnings }) => (
        <Alert
          key={id}
          role="note"
          color="yellow"
          variant="light"
          icon={<Icon name="account" />}
          title={`What ${username} cannot do`}
        >
          <List size="sm">
            {warnings.map((text) => (
              <List.Item key={text}>{text}</List.Item>
            ))}
          </List>
        </Alert>
      ))}
    </Stack>
  );
}

function roomOf(account: PlexAccount): string {
  const free = account.max_people - peopleOf(account);
  if (free <= 0) return `${account.username} is full: nobody new can be invited`;
  return `${account.username} has room for ${countOf(free, "person", "people")} only`;
}

/** Return how many people count against an account's ceiling. */
export function peopleOf({ people, others }: PlexAccount): number {
  return people + others;
}
