import { AppShell, Badge, Burger, Group, NavLink, ScrollArea, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation, useNavigation } from "react-router";
import { queries } from "@/api/queries";
import { Icon } from "@/components/Icon/Icon";
import { Logo } from "@/components/Logo/Logo";
import { AccountMenu } from "./AccountMenu";
import { HeldRunBanner } from "./HeldRunBanner";
import { NAVIGATION } from "./navigation";
import { PlexBanner } from "./PlexBanner";
import { SchemeToggle } from "./SchemeToggle";
import classes from "./Shell.module.css";

/** The frame around every page: navigation, account, and the page itself. */
export function Shell() {
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const session = useQuery(queries.session());
  const { state } = useNavigation();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: "sm", collapsed: { mobile: !isOpen } }}
      padding={{ base: "md", sm: "xl" }}
    >
      <AppShell.Header className={classes.header}>
        <a href="#page" className="skip-link">
          Skip to the page
        </a>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" className={classes.brand}>
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={isOpen ? "Close the navigation" : "Open the navigation"}
              aria-expanded={isOpen}
            />
            <Link to="/" className={classes.home} onClick={close}>
              <Logo />
              <Text fw={650} truncate>
                {session.data?.site_name ?? "Dashboard"}
              </Text>
            </Link>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <SchemeToggle />
            <AccountMenu email={session.data?.email ?? ""} />
          </Group>
        </Group>
        <div className={classes.progress} data-busy={state === "loading"} />
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar}>
        <AppShell.Section grow component={ScrollArea} p="sm">
          <Navigation onOpen={close} />
        </AppShell.Section>
        <AppShell.Section p="sm" className={classes.foot}>
          <NavLink
            href="/api/v1/docs"
            target="_blank"
            rel="noopener"
            label="API documents"
            leftSection={<Icon name="docs" />}
            rightSection={<Icon name="external" size={14} />}
            className={classes.link}
          />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="page">
        <div className={classes.page}>
          <PlexBanner />
          <HeldRunBanner />
          <Outlet />
        </div>
      </AppShell.Main>
    </AppShell>
  );
}

function Navigation({ onOpen }: { readonly onOpen: () => void }) {
  const { pathname } = useLocation();
  const overview = useQuery(queries.overview());
  const waiting = overview.data?.attention ?? 0;
  return (
    <nav aria-label="Main">
      {NAVIGATION.map(({ title, places }) => (
        <div key={title} className={classes.section}>
          {title && <div className={classes.sectionTitle}>{title}</div>}
          {places.map(({ to, label, icon }) => {
            const isHere = to === "/" ? pathname === "/" : pathname.startsWith(to);
            return (
              <NavLink
                key={to}
                component={Link}
                to={to}
                label={label}
                active={isHere}
                aria-current={isHere ? "page" : undefined}
                leftSection={<Icon name={icon} />}
                rightSection={
                  to === "/" && waiting > 0 ? (
                    <Badge size="sm" color="red.9" circle={waiting < 10} aria-label={`${waiting} need attention`}>
                      {waiting}
                    </Badge>
                  ) : null
                }
                className={classes.link}
                onClick={onOpen}
              />
            );
          })}
        </div>
      ))}
    </nav>
  );
}
