import { Button, Stack, Text } from "@mantine/core";
import { Link } from "react-router";
import { PageHeader } from "@/components/PageHeader/PageHeader";

export function NotFoundPage() {
  return (
    <Stack align="flex-start">
      <PageHeader title="There is no such page" />
      <Text>The address is wrong, or the page has moved.</Text>
      <Button component={Link} to="/">
        Go to the overview
      </Button>
    </Stack>
  );
}
