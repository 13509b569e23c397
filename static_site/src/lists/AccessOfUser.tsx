import { Alert, Button, Group, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, unwrap } from "@/api/client";
import { queries } from "@/api/queries";
import type { Access, AccessPreview } from "@/api/types";
import { ActionButton } from "@/components/Action/ActionButton";
import { Icon, type IconName } from "@/components/Icon/Icon";
import { Loaded } from "@/components/Loading/Loading";
import { Panel } from "@/components/Panel/Panel";
import { CandidateTable } from "@/lists/CandidateTable";
import { ComparisonTable } from "@/lists/ComparisonTable";
import { PlannedAccess } from "@/lists/PlannedAccess";
import { RuleList } from "@/lists/RuleList";

interface AccessOfUserProps {
  readonly userId: string;
}

const VERDICTS: Readonly<
  Record<string, { readonly title: string; readonly color: string; readonly icon: IconName }>
> = {
  has: { title: "Has access", color: "teal", icon: "check" },
  invited: { title: "Invited, not accepted yet", color: "indigo", icon: "waitlist" },
  under_way: { title: "Access is being set up", color: "indigo", icon: "refresh" },
  blocked: { title: "Should have access, but cannot be given it", color: "red", icon: "warning" },
  lacks: { title: "Has no access", color: "gray", icon: "lock" },
};

/** Why a user has access or lacks it: what is, what should be, and every rule that decides it. */
export function AccessOfUser({ userId }: AccessOfUserProps) {
  const access = useQuery(queries.userAccess(userId));
  const [isOpen, setOpen] = useState(false);
  return (
    <Loaded query={access}>
      {(found) => (
        <Stack gap="lg">
          <Verdict of={found} isOpen={isOpen} onToggle={() => setOpen(!isOpen)} />
          {isOpen && <Rules of={found} />}
          <Shares of={found} userId={userId} />
        </Stack>
      )}
    </Loaded>
  );
}

interface VerdictProps {
  readonly of: Access;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function Verdict({ of, isOpen, onToggle }: VerdictProps) {
  const { title, color, icon } = VERDICTS[of.verdict] ?? {
    title: of.verdict,
    color: "gray",
    icon: "lock" as const,
  };
  return (
    <Alert role="status" variant="light" color={color} title={title} icon={<Icon name={icon} />}>
      <Stack gap="xs" align="flex-start">
        {of.because}
        <Button size="compact-sm" variant="default" aria-expanded={isOpen} onClick={onToggle}>
          {isOpen ? "Hide the rules" : "Why?"}
        </Button>
      </Stack>
    </Alert>
  );
}

function Rules({ of }: { readonly of: Access }) {
  return (
    <>
      <Panel isFlush title="Rules" about="In the order in which they are asked.">
        <RuleList label="Rules that decide about access" rules={of.rules} />
      </Panel>
      {of.candidates.length > 0 && (
        <Panel isFlush title="Servers" about="As the choice weighs them for this user, best first.">
          <CandidateTable of={of.candidates} />
        </Panel>
      )}
    </>
  );
}

function Shares({ of, userId }: { readonly of: Access; readonly userId: string }) {
  const [preview, setPreview] = useState<AccessPreview | null>(null);
  const params = { path: { user_id: userId } };
  return (
    <>
      <Panel
        isFlush
        title="Shares"
        about="As our records have it since the last look."
        actions={
          <Group gap="xs">
            <ActionButton
              size="xs"
              label="Look at the servers"
              run={() => unwrap(api.POST("/api/v1/users/{user_id}/preview", { params }))}
              onDone={setPreview}
            />
            {of.differs && (
              <ActionButton
                size="xs"
                variant="filled"
                label="Put right now"
                run={() => unwrap(api.POST("/api/v1/users/{user_id}/reconcile", { params }))}
                done="The access is being put right."
                onDone={() => setPreview(null)}
              />
            )}
          </Group>
        }
      >
        <ComparisonTable
          isOfOneUser
          rows={of.servers.filter((each) => each.server_id !== null)}
          empty={{ title: "No shares", hint: "A share appears here once access was paid for." }}
        />
      </Panel>
      {preview && <PlannedAccess of={preview} />}
    </>
  );
}
