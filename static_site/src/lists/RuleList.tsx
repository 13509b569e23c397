import { Text, VisuallyHidden } from "@mantine/core";
import type { Rule } from "@/api/types";
import { Icon } from "@/components/Icon/Icon";
import classes from "./RuleList.module.css";

interface RuleListProps {
  readonly label: string;
  readonly rules: readonly Rule[];
}

/** The rules that decide something, each with what it asked and what the records say. */
export function RuleList({ label, rules }: RuleListProps) {
  return (
    <ul className={classes.rules} aria-label={label}>
      {rules.map(({ question, answer, holds }) => (
        <li key={question} className={classes.rule} data-holds={holds}>
          <span className={classes.mark}>
            <Icon name={holds ? "check" : "cross"} size={18} />
          </span>
          <div className={classes.text}>
            <Text size="sm" fw={600}>
              {question}
              <VisuallyHidden>{holds ? " Speaks for it." : " Speaks against it."}</VisuallyHidden>
            </Text>
            <Text size="sm" c="dimmed">
              {answer}
            </Text>
          </div>
        </li>
      ))}
    </ul>
  );
}
