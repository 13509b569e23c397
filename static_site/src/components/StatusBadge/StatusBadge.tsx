import { Badge } from "@mantine/core";
import { describeStatus, type StatusKind } from "@/format/words";

interface StatusBadgeProps {
  readonly kind: StatusKind;
  readonly status: string;
}

/** A status in people's words. */
export function StatusBadge({ kind, status }: StatusBadgeProps) {
  const { text, color } = describeStatus(kind, status);
  return (
    <Badge variant="light" color={color}>
      {text}
    </Badge>
  );
}
