import { List } from "@mantine/core";
import { useNavigate } from "react-router";
import { api, unwrap } from "@/api/client";
import type { ServerDetail } from "@/api/types";
import { ConfirmButton } from "@/components/Action/ConfirmButton";
import { Panel } from "@/components/Panel/Panel";
import { countOf } from "@/format/words";

/** Delete a server here, after saying whom that leaves with what. */
export function DeleteServer({ of }: { readonly of: ServerDetail }) {
  const navigate = useNavigate();
  const people = countOf(of.people, "person has", "people have");
  return (
    <Panel
      title="Delete"
      about="For a server that is yours no more. One that only rests is better disabled."
    >
      <ConfirmButton
        label="Delete the server here"
        question={`Delete ${of.name} here?`}
        run={() =>
          unwrap(
            api.DELETE("/api/v1/servers/{server_id}", {
              params: { path: { server_id: of.id } },
            }),
          )
        }
        done={({ people: left }) =>
          `${of.name} was deleted here; ${countOf(left, "person keeps", "people keep")} what they had on it.`
        }
        onDone={() => void navigate("/servers")}
      >
        <List size="sm" spacing={4}>
          <List.Item>
            {of.people === 0
              ? "Nobody has access there."
              : `${people} access there. Nobody is removed: what they have on the server stays, but it is watched, limited and taken away no more.`}
          </List.Item>
          <List.Item>Users, payments and paid time remain; the shares become history.</List.Item>
          <List.Item>
            Whoever has paid time gets another server with the next check of their access. To move
            everybody in good order, migrate them before.
          </List.Item>
          <List.Item>Its groups of libraries and its limits are forgotten. It can be added anew.</List.Item>
        </List>
      </ConfirmButton>
    </Panel>
  );
}
