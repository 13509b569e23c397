import { Button, Group, Input, PasswordInput, Text } from "@mantine/core";
import { useState, type ReactNode } from "react";
import type { Secret } from "@/api/types";
import { Icon } from "@/components/Icon/Icon";

interface SecretFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly stored: Secret;
  /** null keeps what is stored, an empty text removes it, any other replaces it. */
  readonly value?: string | null;
  readonly onChange: (value: string | null) => void;
  readonly error?: ReactNode;
}

/** A secret that goes in and never comes out: replace it, remove it, or leave it. */
export function SecretField(props: SecretFieldProps) {
  const { label, description, stored, value, onChange, error } = props;
  const [isReplacing, setReplacing] = useState(false);
  const change = (wanted: string | null, replaces: boolean) => {
    setReplacing(replaces);
    onChange(wanted);
  };
  if (!stored.is_set || isReplacing) {
    return (
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <PasswordInput
          flex={1}
          label={label}
          description={description}
          error={error}
          autoComplete="off"
          value={value ?? ""}
          onChange={(event) => onChange(event.currentTarget.value || null)}
        />
        {isReplacing && (
          <Button variant="default" onClick={() => change(null, false)}>
            Keep the old one
          </Button>
        )}
      </Group>
    );
  }
  const isGoing = value === "";
  return (
    <Input.Wrapper label={label} description={description} error={error} labelElement="div">
      {stored.problem && !isGoing && (
        <Text size="sm" c="red" mt={4}>
          {stored.problem}
        </Text>
      )}
      <Group gap="xs" mt={6}>
        <Icon name="lock" size={16} />
        <Text size="sm" td={isGoing ? "line-through" : undefined}>
          {stored.ending ? `Set, ends in ${stored.ending}` : "Set"}
        </Text>
        {isGoing ? (
          <Button size="compact-xs" variant="default" onClick={() => change(null, false)}>
            Goes when you save; keep it
          </Button>
        ) : (
          <>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Replace: ${label}`}
              onClick={() => change(null, true)}
            >
              Replace
            </Button>
            <Button
              size="compact-xs"
              variant="subtle"
              color="red"
              aria-label={`Remove: ${label}`}
              onClick={() => change("", false)}
            >
              Remove
            </Button>
          </>
        )}
      </Group>
    </Input.Wrapper>
  );
}
