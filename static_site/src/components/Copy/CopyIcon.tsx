import { ActionIcon, CopyButton } from "@mantine/core";
import { Icon } from "@/components/Icon/Icon";

interface CopyIconProps {
  readonly value: string;
  readonly label: string;
}

/** Puts a text on the clipboard, and says so. */
export function CopyIcon({ value, label }: CopyIconProps) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <ActionIcon
          size={36}
          variant="default"
          aria-label={copied ? "Copied" : label}
          onClick={copy}
        >
          <Icon name={copied ? "check" : "copy"} size={16} />
        </ActionIcon>
      )}
    </CopyButton>
  );
}
