import { Button, Text } from "@mantine/core";
import { Link } from "react-router";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { AddKeyedServer } from "@/forms/AddKeyedServer";

export function NewServerPage() {
  return (
    <>
      <PageHeader title="Add a server" back={{ to: "/servers", label: "Servers" }} />
      <Panel title="Plex">
        <Text size="sm" mb="sm">
          Plex servers are added from the list of the account that owns them.
        </Text>
        <Button component={Link} to="/plex-accounts" variant="default">
          Plex accounts
        </Button>
      </Panel>
      <Panel title="Jellyfin or Emby">
        <AddKeyedServer />
      </Panel>
    </>
  );
}
