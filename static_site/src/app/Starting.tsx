import { Center, Loader, VisuallyHidden } from "@mantine/core";

/** What stands on the screen until the first page is there. */
export function Starting() {
  return (
    <Center h="100vh" role="status">
      <Loader type="dots" />
      <VisuallyHidden>Loading…</VisuallyHidden>
    </Center>
  );
}
