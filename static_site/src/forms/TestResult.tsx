import { Alert, List } from "@mantine/core";
import type { TestReport } from "@/api/types";
import { Icon } from "@/components/Icon/Icon";

interface TestResultProps {
  readonly of: TestReport | undefined;
}

/** What a test found, line by line; announced as it appears. */
export function TestResult({ of }: TestResultProps) {
  return (
    <div aria-live="polite">
      {of && (
        <Alert
          role="group"
          color={of.works ? "teal" : "red"}
          variant="light"
          title={of.works ? "It works" : "It does not work yet"}
          icon={<Icon name={of.works ? "check" : "warning"} />}
        >
          <List size="sm">
            {of.lines.map((line) => (
              <List.Item key={line}>{line}</List.Item>
            ))}
          </List>
        </Alert>
      )}
    </div>
  );
}
