import { Anchor, Group, Stack, Text, Title } from "@mantine/core";
import { useEffect, useRef, type ReactNode } from "react";
import { Link, useLocation } from "react-router";
import { Icon } from "@/components/Icon/Icon";
import classes from "./PageHeader.module.css";

interface PageHeaderProps {
  readonly title: string;
  readonly about?: ReactNode;
  readonly back?: { readonly to: string; readonly label: string };
  readonly badge?: ReactNode;
  readonly children?: ReactNode;
}

/** The page's heading with its actions; it takes the focus when one comes from another page. */
export function PageHeader({ title, about, back, badge, children }: PageHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { key } = useLocation();
  useEffect(() => {
    // The first page of a visit leaves the focus where the browser puts it.
    if (key !== "default") heading.current?.focus({ preventScroll: true });
  }, [key]);
  useEffect(() => {
    document.title = `${title} · Dashboard`;
  }, [title]);
  return (
    <Stack gap={4} mb="lg">
      {back && (
        <Anchor component={Link} to={back.to} size="sm" c="dimmed" className={classes.back}>
          <Icon name="back" size={14} /> {back.label}
        </Anchor>
      )}
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <Title order={1} size="h2" ref={heading} tabIndex={-1} className={classes.title}>
            {title}
          </Title>
          {badge}
        </Group>
        {children && <Group gap="xs">{children}</Group>}
      </Group>
      {about && (
        <Text c="dimmed" size="sm" maw={720}>
          {about}
        </Text>
      )}
    </Stack>
  );
}
