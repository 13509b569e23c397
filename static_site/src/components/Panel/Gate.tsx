import { Center, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useEffect, type ReactNode } from "react";
import { Logo } from "@/components/Logo/Logo";

interface GateProps {
  readonly title: string;
  readonly about: string;
  readonly children: ReactNode;
}

/** The frame of the pages in front of the dashboard. */
export function Gate({ title, about, children }: GateProps) {
  useEffect(() => {
    document.title = `${title} · Dashboard`;
  }, [title]);
  return (
    <Center mih="100vh" p="md" component="main">
      <Stack w="100%" maw={400}>
        <Group gap="sm" justify="center">
          <Logo size={36} />
          <Text fw={650} size="lg">
            Streams Manager
          </Text>
        </Group>
        <Paper withBorder p={{ base: "lg", xs: "xl" }} radius="lg" shadow="sm">
          <Title order={1} size="h3">
            {title}
          </Title>
          <Text c="dimmed" size="sm" mb="lg">
            {about}
          </Text>
          {children}
        </Paper>
      </Stack>
    </Center>
  );
}
