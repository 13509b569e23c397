import { NumberInput, Select, SimpleGrid, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { queries } from "@/api/queries";
import type { UserDetail, UserInput } from "@/api/types";
import { FormFoot } from "@/components/Form/FormFoot";
import { useEntryForm } from "@/components/Form/useEntryForm";

type Limit = "stream_limit" | "device_limit" | "weekly_downloads";
type Values = Required<Omit<UserInput, Limit>> & Record<Limit, number | "">;

export const NEW_USER: Values = {
  email: "",
  name: "",
  media_username: "",
  media_email: "",
  is_permanent: false,
  must_change_media: false,
  stream_limit: "",
  device_limit: "",
  weekly_downloads: "",
  paypal_email: "",
  discord_id: "",
  notes: "",
  preferred_location_id: null,
};

interface UserFormProps {
  readonly initial: Values;
  readonly label: string;
  readonly send: (body: UserInput) => Promise<UserDetail>;
  readonly done: string;
  readonly onDone?: (user: UserDetail) => void;
  readonly onCancel?: () => void;
  readonly onReload?: () => void;
}

/** Return what the form shows of a user that exists. */
export function readUser(user: UserDetail): Values {
  return {
    email: user.email,
    name: user.name,
    media_username: user.media.username,
    media_email: user.media.email,
    is_permanent: user.is_permanent,
    must_change_media: user.must_change_media,
    stream_limit: user.stream_limit ?? "",
    device_limit: user.device_limit ?? "",
    weekly_downloads: user.weekly_downloads ?? "",
    paypal_email: user.paypal_email,
    discord_id: user.discord_id,
    notes: user.notes,
    preferred_location_id: user.preferred_location_id,
  };
}

/** Who somebody is, and what they may. */
export function UserForm(props: UserFormProps) {
  const locations = useQuery(queries.locations());
  const entry = useEntryForm({
    initial: props.initial,
    send: (values) =>
      props.send({
        ...values,
        stream_limit: values.stream_limit || null,
        device_limit: values.device_limit || null,
        weekly_downloads: values.weekly_downloads || null,
      }),
    done: props.done,
    onDone: props.onDone,
  });
  const { form } = entry;
  return (
    <form onSubmit={entry.submit} noValidate>
      <Stack maw={760}>
        <SimpleGrid type="container" cols={{ base: 1, "520px": 2 }}>
          <TextInput label="E-mail" type="email" withAsterisk {...form.getInputProps("email")} />
          <TextInput label="Name" {...form.getInputProps("name")} />
          <TextInput
            label="Plex name"
            description="The access is given to this account."
            {...form.getInputProps("media_username")}
          />
          <TextInput
            label="Plex e-mail"
            description="Needed when the Plex name is not known."
            type="email"
            {...form.getInputProps("media_email")}
          />
          <TextInput
            label="PayPal e-mail"
            description="Payments from this PayPal account are this person's."
            type="email"
            {...form.getInputProps("paypal_email")}
          />
          <TextInput
            label="Discord id"
            description="17 to 19 digits, not the name: roles go to this account."
            inputMode="numeric"
            {...form.getInputProps("discord_id")}
          />
          <NumberInput
            label="Own stream limit"
            description="Empty: as many as the plan allows."
            min={1}
            max={99}
            allowDecimal={false}
            {...form.getInputProps("stream_limit")}
          />
          <NumberInput
            label="Own device limit"
            description="Empty: as many as the plan allows. Counts on Emby and Jellyfin."
            min={1}
            max={100}
            allowDecimal={false}
            {...form.getInputProps("device_limit")}
          />
          <NumberInput
            label="Own downloads a week"
            description="Empty: as many as the plan allows."
            min={1}
            max={10_000}
            allowDecimal={false}
            {...form.getInputProps("weekly_downloads")}
          />
          <Select
            label="Preferred location"
            description="Servers there come first."
            placeholder="No preference"
            clearable
            data={(locations.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps("preferred_location_id")}
          />
        </SimpleGrid>
        <Switch
          label="Permanent access"
          description="Keeps the default plan's access without payments."
          {...form.getInputProps("is_permanent", { type: "checkbox" })}
        />
        <Switch
          label="Has to change the Plex account"
          description="Before the next purchase the person signs in with another one, to which the access moves."
          {...form.getInputProps("must_change_media", { type: "checkbox" })}
        />
        <Textarea
          label="Notes"
          description="Only administrators see them."
          autosize
          minRows={3}
          {...form.getInputProps("notes")}
        />
        <FormFoot
          of={entry}
          label={props.label}
          onCancel={props.onCancel}
          onReload={props.onReload}
        />
      </Stack>
    </form>
  );
}
