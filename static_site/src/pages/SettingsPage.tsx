import { useQuery } from "@tanstack/react-query";
import { queries } from "@/api/queries";
import { Editing } from "@/components/Form/Editing";
import { Loaded } from "@/components/Loading/Loading";
import { PageHeader } from "@/components/PageHeader/PageHeader";
import { PageTabs } from "@/components/PageTabs/PageTabs";
import { MailSettingsForm } from "@/forms/MailSettingsForm";
import { SiteSettingsForm } from "@/forms/SiteSettingsForm";
import { StripeSettingsForm } from "@/forms/StripeSettingsForm";

export function SettingsPage() {
  return (
    <>
      <PageHeader title="Settings" />
      <PageTabs
        tabs={[
          { name: "site", label: "Site", content: <Site /> },
          { name: "stripe", label: "Stripe", content: <Stripe /> },
          { name: "mail", label: "Mail", content: <Mail /> },
        ]}
      />
    </>
  );
}

function Site() {
  const site = useQuery(queries.siteSettings());
  return (
    <Loaded query={site}>
      {(data) => (
        <Editing of={data} refresh={() => void site.refetch()}>
          {(settings, edit) => <SiteSettingsForm of={settings} {...edit} />}
        </Editing>
      )}
    </Loaded>
  );
}

function Stripe() {
  const stripe = useQuery(queries.stripeSettings());
  return (
    <Loaded query={stripe}>
      {(data) => (
        <Editing of={data} refresh={() => void stripe.refetch()}>
          {(settings, edit) => <StripeSettingsForm of={settings} {...edit} />}
        </Editing>
      )}
    </Loaded>
  );
}

function Mail() {
  const mail = useQuery(queries.mailSettings());
  return (
    <Loaded query={mail}>
      {(data) => (
        <Editing of={data} refresh={() => void mail.refetch()}>
          {(settings, edit) => <MailSettingsForm of={settings} {...edit} />}
        </Editing>
      )}
    </Loaded>
  );
}
