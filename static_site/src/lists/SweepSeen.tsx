import { Alert, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import type { SweepPreview } from "@/api/types";
import { Facts } from "@/components/Facts/Facts";
import { Panel } from "@/components/Panel/Panel";
import { When } from "@/components/When/When";
import { countOf } from "@/format/words";

interface SweepSeenProps {
  readonly of: SweepPreview;
  readonly title: string;
  readonly children: ReactNode;
}

/** What a preview of the sweep saw, around what would follow from it. */
export function SweepSeen({ of, title, children }: SweepSeenProps) {
  return (
    <Panel
      title={title}
      about={
        <>
          As of <When at={of.at} />; nothing was touched.
        </>
      }
    >
      <Stack>
        <Facts
          items={[
            ["Servers looked at", of.servers],
            ["Streams running", of.streams],
            ["By people not known here", of.unknown_streams],
            ["Decisions", of.decisions.length],
          ]}
        />
        {of.unreachable.length > 0 && (
          <Alert role="note" color="orange" variant="light" title="Not reached">
            {of.unreachable.join(", ")}: {countOf(of.unreachable.length, "server")} did not answer in
            time, so that nothing is decided about their streams.
          </Alert>
        )}
        {children}
      </Stack>
    </Panel>
  );
}
