import { Alert, Button, Code, Group, List, Stack, Text } from "@mantine/core";
import { toApiError, type Problem } from "@/api/errors";
import { Icon } from "@/components/Icon/Icon";

interface ErrorNoteProps {
  readonly of: unknown;
  /** Names of fields that show their problem themselves. */
  readonly shownFields?: readonly string[];
  readonly onRetry?: () => void;
  /** Offered when somebody else changed the record meanwhile. */
  readonly onReload?: () => void;
}

/** What failed, what helps, and the request id; announced to screen readers as it appears. */
export function ErrorNote({ of, shownFields = [], onRetry, onReload }: ErrorNoteProps) {
  return (
    <div aria-live="assertive" role="alert">
      {of ? (
        <Alert
          role="group"
          color="red"
          variant="light"
          title={toApiError(of).message}
          icon={<Icon name="warning" />}
        >
          <ErrorBody of={of} shownFields={shownFields} />
          <Offers of={of} onRetry={onRetry} onReload={onReload} />
        </Alert>
      ) : null}
    </div>
  );
}

/** The part of an error below its message; also used in toasts. */
export function ErrorBody({ of, shownFields = [] }: Pick<ErrorNoteProps, "of" | "shownFields">) {
  const error = toApiError(of);
  const left = error.problems.filter((each) => !shownFields.includes(each.field));
  const isToldAlready = left.length === 1 && left[0]?.message === error.message;
  return (
    <Stack gap={4}>
      {error.remedy && <Text size="sm">{error.remedy}</Text>}
      {error.problems.length > left.length && left.length === 0 && (
        <Text size="sm">See the marked fields.</Text>
      )}
      {!isToldAlready && left.length > 0 && <Problems of={left} />}
      {error.retryAfterSeconds !== null && (
        <Text size="sm">Try again in {error.retryAfterSeconds} s.</Text>
      )}
      {error.requestId && (
        <Text size="xs" c="dimmed">
          Request <Code>{error.requestId}</Code>
        </Text>
      )}
    </Stack>
  );
}

function Problems({ of }: { readonly of: readonly Problem[] }) {
  return (
    <List size="sm">
      {of.map((each) => (
        <List.Item key={each.field + each.message}>
          {each.field}: {each.message} {each.remedy}
        </List.Item>
      ))}
    </List>
  );
}

function Offers({ of, onRetry, onReload }: Pick<ErrorNoteProps, "of" | "onRetry" | "onReload">) {
  const { isStale } = toApiError(of);
  if (isStale && onReload) {
    return (
      <Group mt="xs" gap="xs">
        <Button size="xs" color="red" variant="light" onClick={onReload}>
          Load the latest
        </Button>
        <Text size="xs" c="dimmed">
          What you typed here is then lost.
        </Text>
      </Group>
    );
  }
  if (!onRetry) return null;
  return (
    <Button mt="xs" size="xs" color="red" variant="light" onClick={onRetry}>
      Try again
    </Button>
  );
}
