import { Button, Drawer, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { queries } from "@/api/queries";
import type { LinkedGroup } from "@/api/types";
import { Icon } from "@/components/Icon/Icon";
import { Loaded } from "@/components/Loading/Loading";
import { Panel } from "@/components/Panel/Panel";
import { LinkUserForm } from "@/forms/LinkUserForm";
import { GroupPanel } from "./GroupPanel";

interface LinksOfUserProps {
  readonly userId: string;
  readonly label: string;
}

/** The group in which a user is, as master or linked user. */
export function LinksOfUser({ userId, label }: LinksOfUserProps) {
  const [isLinking, { open, close }] = useDisclosure(false);
  const links = useQuery(queries.userLinks(userId));
  return (
    <Loaded query={links}>
      {({ group }) => {
        const isSub = group !== null && group.master.user_id !== userId;
        const linkButton = isSub ? undefined : (
          <Button size="xs" leftSection={<Icon name="plus" size={14} />} onClick={open}>
            Link a user
          </Button>
        );
        return (
          <>
            <Panel
              title={group ? "Group" : "In no group"}
              about={tellRole(group, label, isSub)}
              actions={linkButton}
            >
              {group ? (
                <GroupPanel of={group} />
              ) : (
                <Text size="sm" c="dimmed">
                  Linked users get the plan of their master, who pays for all of them at once.
                </Text>
              )}
            </Panel>
            <Drawer opened={isLinking} onClose={close} title={`Link a user to ${label}`}>
              <LinkUserForm masterId={userId} onDone={close} onCancel={close} />
            </Drawer>
          </>
        );
      }}
    </Loaded>
  );
}

function tellRole(group: LinkedGroup | null, label: string, isSub: boolean): string {
  if (!group) return `${label} pays for nobody else, and nobody pays for ${label}.`;
  return isSub ? `${group.master.label} pays for ${label}.` : `${label} pays for all of them.`;
}
