import { Anchor, Drawer, Stack, Text, Title } from "@mantine/core";
import { Link } from "react-router";
import type { Decision } from "@/api/types";
import { Facts } from "@/components/Facts/Facts";
import { When } from "@/components/When/When";
import { describeMeasure, ruleTitle } from "@/format/limits";
import { decisionStatus, describeStatus, humanize } from "@/format/words";
import { EvidenceTable } from "./EvidenceTable";
import { ViolationActions } from "./ViolationActions";

interface DecisionDrawerProps {
  readonly decision: Decision | null;
  readonly onClose: () => void;
  /** Shows what can be done about it; told what it became. */
  readonly onChanged?: (after: Decision) => void;
}

/** A decision with every stream it rests on. */
export function DecisionDrawer({ decision, onClose, onChanged }: DecisionDrawerProps) {
  return (
    <Drawer
      opened={decision !== null}
      onClose={onClose}
      size="xl"
      title={decision ? describeStatus("decision", decisionStatus(decision)).text : ""}
    >
      {decision && <Details of={decision} onChanged={onChanged} />}
    </Drawer>
  );
}

interface DetailsProps {
  readonly of: Decision;
  readonly onChanged: DecisionDrawerProps["onChanged"];
}

function Details({ of, onChanged }: DetailsProps) {
  return (
    <Stack>
      <Text>{of.reason}</Text>
      {onChanged && <ViolationActions of={of} onChanged={onChanged} />}
      <Facts
        items={[
          ["When", <When key="at" at={of.at} />],
          [
            "User",
            of.user_id && (
              <Anchor key="user" component={Link} to={`/users/${of.user_id}`} size="sm">
                {of.user_label || of.user_id}
              </Anchor>
            ),
          ],
          ["Server", of.server_name],
          ["Rule", humanize(ruleTitle(of.rule))],
          ["Measured", describeMeasure(of)],
          ["Carried out", of.carried_out ? "Yes" : "No"],
          ["Outcome", humanize(of.outcome)],
        ]}
      />
      <Title order={3} size="h5">
        Evidence
      </Title>
      <EvidenceTable of={of} />
    </Stack>
  );
}
