import { Alert, Button, Drawer, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { queries } from "@/api/queries";
import type { PlanWhy } from "@/api/types";
import { Icon } from "@/components/Icon/Icon";
import { Loaded } from "@/components/Loading/Loading";
import { Panel } from "@/components/Panel/Panel";
import { CandidateTable } from "@/lists/CandidateTable";
import { RuleList } from "@/lists/RuleList";

interface WhyPlanProps {
  readonly planId: string;
  readonly name: string;
}

/** A button that tells why a plan is in the checkout or is not. */
export function WhyPlanButton({ planId, name }: WhyPlanProps) {
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" onClick={open} aria-label={`Why is ${name} sold or not?`}>
        Why?
      </Button>
      <Drawer opened={isOpen} onClose={close} size="lg" title={`${name} in the checkout`}>
        {isOpen && <Answer planId={planId} />}
      </Drawer>
    </>
  );
}

function Answer({ planId }: { readonly planId: string }) {
  const why = useQuery({ ...queries.planWhy(planId), staleTime: 0 });
  return (
    <Loaded query={why}>
      {(found) => (
        <Stack gap="lg">
          <Verdict of={found} />
          <Panel isFlush title="Rules" about="In the order in which they are asked.">
            <RuleList label="Rules that decide about the plan" rules={found.rules} />
          </Panel>
          <Panel isFlush title="Servers" about="As the choice weighs them for a newcomer, best first.">
            <CandidateTable of={found.candidates} />
          </Panel>
        </Stack>
      )}
    </Loaded>
  );
}

function Verdict({ of }: { readonly of: PlanWhy }) {
  return (
    <Alert
      role="status"
      variant="light"
      color={of.can_be_had ? "teal" : "orange"}
      icon={<Icon name={of.can_be_had ? "check" : "warning"} />}
      title={titleOf(of)}
    >
      {of.because}
    </Alert>
  );
}

function titleOf({ is_shown, can_be_had }: PlanWhy): string {
  if (can_be_had) return "Customers can have it";
  return is_shown ? "Customers see it, but there is no place" : "Customers do not see it";
}
