import { Box, Group, Paper, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Panel.module.css";

interface PanelProps {
  readonly title?: string;
  readonly about?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** For tables and lists that reach the border. */
  readonly isFlush?: boolean;
}

/** A titled surface, the building block of every page. */
export function Panel({ title, about, actions, children, isFlush = false }: PanelProps) {
  return (
    <Paper withBorder radius="md" className={classes.panel} component="section">
      {(title ?? actions) && (
        <Group justify="space-between" px="md" py="sm" className={classes.head}>
          {title && (
            <div>
              <Title order={2} size="h5">
                {title}
              </Title>
              {about && (
                <Text size="sm" c="dimmed">
                  {about}
                </Text>
              )}
            </div>
          )}
          {actions && (
            <Group gap="xs" flex={title ? undefined : 1}>
              {actions}
            </Group>
          )}
        </Group>
      )}
      <Box p={isFlush ? 0 : "md"}>{children}</Box>
    </Paper>
  );
}
