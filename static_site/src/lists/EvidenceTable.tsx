import { Badge, Text } from "@mantine/core";
import type { Decision, Evidence } from "@/api/types";
import { CellStack } from "@/components/DataTable/CellStack";
import { DataTable, type Column } from "@/components/DataTable/DataTable";
import { When } from "@/components/When/When";
import { humanize } from "@/format/words";

/** The streams that a decision rests on, as they were when it fell. */
export function EvidenceTable({ of }: { readonly of: Decision }) {
  const columns: readonly Column<Evidence>[] = [
    { title: "Stream", render: (each) => <Stream of={each} isMeant={isMeant(each, of)} /> },
    { title: "Device", render: (each) => <Device of={each} /> },
    { title: "Since", render: (each) => <When at={each.first_seen} style="exact" /> },
    { title: "Counted", render: (each) => <Counted of={each} /> },
  ];
  return (
    <DataTable
      label="Evidence"
      columns={columns}
      rows={of.evidence}
      keyOf={(each) => each.server_id + each.session_key}
      empty={{ title: "No evidence", hint: "None was kept." }}
    />
  );
}

function isMeant(each: Evidence, { server_id, session_key }: Decision): boolean {
  return each.server_id === server_id && each.session_key === session_key;
}

/** How the stream was delivered, as far as the server told. */
function quality({ transcodes_video, source_height, bitrate_kbps }: Evidence): readonly string[] {
  return [
    transcodes_video ? "video converted" : "",
    source_height > 0 ? `${String(source_height)} lines` : "",
    bitrate_kbps > 0 ? `${(bitrate_kbps / 1000).toFixed(1)} Mbps` : "",
  ];
}

/** What the stream did, and where. */
function where({ state, server_name }: Evidence): string {
  return server_name ? `${humanize(state)} on ${server_name}` : humanize(state);
}

interface StreamProps {
  readonly of: Evidence;
  readonly isMeant: boolean;
}

function Stream({ of, isMeant: isThisOne }: StreamProps) {
  return (
    <CellStack>
      <Text component="span" size="sm" fw={600} display="block">
        {of.title || "Untitled"}
      </Text>
      <Text component="span" size="xs" c="dimmed" display="block">
        {[where(of), ...quality(of), of.user_label].filter(Boolean).join(" · ")}
      </Text>
      {isThisOne && (
        <Badge color="red" variant="light" size="sm">
          This one
        </Badge>
      )}
    </CellStack>
  );
}

function Device({ of }: { readonly of: Evidence }) {
  const rest = [of.product, of.address].filter(Boolean).join(" · ");
  return (
    <CellStack>
      <Text component="span" size="sm" display="block">
        {of.device_name || of.device_id || "—"}
      </Text>
      {rest && (
        <Text component="span" size="xs" c="dimmed" display="block">
          {rest}
        </Text>
      )}
    </CellStack>
  );
}

function Counted({ of }: { readonly of: Evidence }) {
  return (
    <CellStack>
      <Badge color={of.counted ? "indigo" : "gray"} variant="light">
        {of.counted ? "Counted" : "Not counted"}
      </Badge>
      {!of.counted && of.why && (
        <Text component="span" size="xs" c="dimmed" display="block">
          {of.why}
        </Text>
      )}
    </CellStack>
  );
}
