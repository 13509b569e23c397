import { Button, Stack } from "@mantine/core";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import type { Invited } from "@/api/types";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { Panel } from "@/components/Panel/Panel";
import { InviteForm } from "@/forms/InviteForm";
import { InviteAnswer } from "@/lists/InviteAnswer";

export function InvitePage() {
  const navigate = useNavigate();
  const [invited, setInvited] = useState<Invited | null>(null);
  return (
    <>
      <PageHeader
        title="Invite somebody"
        about="The payment is written and the invitation sent together; the person gets a mail with what to do."
        back={{ to: "/users", label: "Users" }}
      >
        {invited ? (
          <Button onClick={() => setInvited(null)}>Invite another</Button>
        ) : (
          <Button component={Link} to="/invite-lists" variant="default">
            Invite a list
          </Button>
        )}
      </PageHeader>
      <Stack>
        {invited ? (
          <InviteAnswer of={invited} />
        ) : (
          <Panel>
            <InviteForm onDone={setInvited} onCancel={() => void navigate("/users")} />
          </Panel>
        )}
      </Stack>
    </>
  );
}
