// Auto-generated from the OpenAPI document by `make api-types`. Do not edit.
export interface paths {
    "/api/v1/access/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What the hourly run would do about access now
         * @description Look at everybody who is due or differs, and do nothing.
         */
        post: operations["preview_access"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who streamed what
         * @description Return what was streamed on some days, of servers whose log is on.
         */
        get: operations["list_activity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity/charts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Streams over time
         * @description Return figures of the last days, of servers whose log is on.
         */
        get: operations["chart_activity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/activity/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export the history as CSV
         * @description Return all that was streamed on some days as a table; refuses a range that is too long.
         */
        get: operations["export_activity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agreements/{gateway}/{ref}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a recurring agreement
         * @description Let it never charge again; what was paid stays paid.
         */
        post: operations["cancel_agreement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agreements/{gateway}/{ref}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the plan of a recurring agreement
         * @description Change the plan and charge what was shown; refused when the figures are others by now.
         */
        post: operations["change_renewal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agreements/{gateway}/{ref}/plan/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What another plan would cost now
         * @description Return the gateway's own figures; nothing is done.
         */
        post: operations["preview_renewal_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agreements/{gateway}/{ref}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take back the cancellation of a recurring agreement
         * @description Let it charge again.
         */
        post: operations["resume_agreement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What needs attention
         * @description Return whatever waits for a person: payments, jobs, streams, runs of many people.
         */
        get: operations["list_attention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The audit log
         * @description Return every change, newest first.
         */
        get: operations["list_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Decisions about streams
         * @description Return decisions with their evidence, newest first.
         */
        get: operations["list_decisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions/{decision_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a decision
         * @description Return one decision with its evidence.
         */
        get: operations["read_decision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions/{decision_id}/appeal/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an appeal
         * @description Accept the appeal: the strike is taken back, and the customer gets the answer.
         */
        post: operations["accept_appeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions/{decision_id}/appeal/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject an appeal
         * @description Reject the appeal: the strike stands, and the customer gets the answer.
         */
        post: operations["reject_appeal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/decisions/{decision_id}/forgive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a strike back
         * @description Take the strike back, and lift what holds because of it if it no longer stands.
         */
        post: operations["forgive_decision"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Devices that are signed in
         * @description Ask the servers; of a person those on which the person has a share.
         */
        get: operations["list_devices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/discounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List discount codes
         * @description Return the codes by their text.
         */
        get: operations["list_discounts"];
        put?: never;
        /**
         * Add a discount code
         * @description Add a code; upper and lower case are the same.
         */
        post: operations["add_discount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/discounts/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a discount code
         * @description Return one code.
         */
        get: operations["read_discount"];
        /**
         * Change a discount code
         * @description Change a code's terms, or switch it off; what was used stays as it was.
         */
        put: operations["change_discount"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/discounts/{code}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who used a discount code
         * @description Return everybody who paid an order with the code.
         */
        get: operations["list_discount_uses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/downloads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Downloads
         * @description Return what was counted, newest first.
         */
        get: operations["list_downloads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/enforcement/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a sweep would do now
         * @description Look at all servers and decide without touching anything.
         */
        post: operations["preview_sweep"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How everything fares
         * @description Return the state of every dependency and what to do about it; no vendor is called.
         */
        get: operations["read_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/held-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List held runs
         * @description Return runs that were held, the newest first.
         */
        get: operations["list_held_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/held-runs/{run_id}/go-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a held run go on
         * @description Take what the list says, as it was at that version; who paid meanwhile keeps access.
         */
        post: operations["let_run_go_on"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/held-runs/{run_id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave a held run for now
         * @description Leave everybody on the list as they are; a day later the question comes again.
         */
        post: operations["leave_run"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/held-runs/{run_id}/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who would lose access
         * @description Return who is on the list of a held run, what they would lose, and why.
         */
        get: operations["list_held_people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last import
         * @description Return what came of the last import, or how far the present one is.
         */
        get: operations["read_import"];
        put?: never;
        /**
         * Let the people of servers in, as the preview showed them
         * @description Order the import that was confirmed; it begins within a minute.
         */
        post: operations["confirm_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Choose what to do about somebody on a server
         * @description Remember what to do about somebody; the next import acts on it.
         */
        put: operations["choose_import"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an import would do now
         * @description Read all servers and tell what becomes of everybody; nothing is written.
         */
        get: operations["preview_import"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/import/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import now
         * @description Order an import as the hourly one; it begins within a minute.
         */
        post: operations["sync_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite somebody by hand
         * @description Write the payment and order the invite, both or none.
         */
        post: operations["invite_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What an invitation by hand would come to
         * @description Return where the person would come, or why the server would refuse; nothing is done.
         */
        post: operations["preview_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invite-lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists of people
         * @description Return the lists that were confirmed, the newest first.
         */
        get: operations["list_invite_lists"];
        put?: never;
        /**
         * Invite a list of people
         * @description Write the list down and invite its people one after the other.
         */
        post: operations["invite_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invite-lists/{list_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a list of people
         * @description Return a list with what came of it.
         */
        get: operations["read_invite_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invite-lists/{list_id}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of each row
         * @description Return the rows of a list with the platform's answer to each.
         */
        get: operations["list_invite_rows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invite-lists/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a list of people would come to
         * @description Return a verdict for each row; nothing is done.
         */
        post: operations["preview_invite_list"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List jobs
         * @description Return jobs of one state, newest first.
         */
        get: operations["list_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a job
         * @description Return one job.
         */
        get: operations["read_job"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job_id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a job would do now
         * @description Return what a job would do now, for example the mail as it would be sent.
         */
        post: operations["preview_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/jobs/{job_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a parked job
         * @description Put a parked job back in line.
         */
        post: operations["retry_job"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keyed-servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add an Emby or Jellyfin server
         * @description Test the connection, then store server and libraries; it starts disabled.
         */
        post: operations["add_keyed_server"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keyed-servers/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try an Emby or Jellyfin server's address and key
         * @description Connect and tell what is there; nothing is stored.
         */
        post: operations["try_keyed_server"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/libraries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the libraries of all servers
         * @description Return every library with its server and group.
         */
        get: operations["list_libraries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/library-groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List library groups
         * @description Return all library groups.
         */
        get: operations["list_library_groups"];
        put?: never;
        /**
         * Add a library group
         * @description Add a group; libraries join it on their server's page.
         */
        post: operations["add_library_group"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/library-groups/{group_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Rename a library group
         * @description Give the group another name.
         */
        put: operations["rename_library_group"];
        post?: never;
        /**
         * Delete a library group
         * @description Delete a group that no plan and no library uses.
         */
        delete: operations["remove_library_group"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/linked-users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List linked users
         * @description Return a page of groups.
         */
        get: operations["list_linked_users"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/locations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List locations
         * @description Return all locations.
         */
        get: operations["list_locations"];
        put?: never;
        /**
         * Add a location
         * @description Add a location; servers are assigned to it on their page.
         */
        post: operations["add_location"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/locations/{location_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Rename a location
         * @description Give the location another name.
         */
        put: operations["rename_location"];
        post?: never;
        /**
         * Delete a location
         * @description Delete a location that no server has.
         */
        delete: operations["remove_location"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask everybody of a server or account for another media account
         * @description Mark everybody there; they see it on their page, and buy again once it is done.
         */
        post: operations["ask_media_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/media-changes/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How many people would be asked
         * @description Return how many people have access there; nothing is done.
         */
        post: operations["preview_media_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/migrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List migrations
         * @description Return a page of migrations.
         */
        get: operations["list_migrations"];
        put?: never;
        /**
         * Start a migration
         * @description Start what the preview showed; refuse it when other people would move by now.
         */
        post: operations["start_migration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/migrations/{migration_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a migration
         * @description Return one migration.
         */
        get: operations["read_migration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/migrations/{migration_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a migration
         * @description Let nobody else begin, and bring back whoever has not come to use the target.
         */
        post: operations["cancel_migration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/migrations/{migration_id}/moves": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show who moves
         * @description Return how far each person is.
         */
        get: operations["list_moves"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/migrations/{migration_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a migration
         * @description Let nobody else begin; whoever is under way goes on.
         */
        post: operations["pause_migration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/migrations/{migration_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a migration go on
         * @description Let a paused migration go on, also after its first ones.
         */
        post: operations["resume_migration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/migrations/{migration_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move everybody back
         * @description Start the migration that brings those back who moved, in the same way.
         */
        post: operations["undo_migration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/migrations/{migration_id}/undo/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Foresee the way back
         * @description Return who of those who moved would move back.
         */
        post: operations["preview_undo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/migrations/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Foresee a migration
         * @description Return who would move, and why others would stay; refuse a target that does not fit.
         */
        post: operations["preview_migration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List outages
         * @description Return outages of servers that were long enough to count, the newest first.
         */
        get: operations["list_outages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outages/{outage_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An outage
         * @description Return an outage, how many it concerned, and what is given back for it.
         */
        get: operations["read_outage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outages/{outage_id}/give": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give the time of an outage back
         * @description Give everybody on the list the days, with a mail; within minutes, and once.
         */
        post: operations["give_time_back"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outages/{outage_id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give nothing for an outage
         * @description Leave an outage without giving anything; it can still be given later.
         */
        post: operations["leave_outage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outages/{outage_id}/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List whom an outage concerned
         * @description Return whom an outage concerned, and how much each of them gets or got back.
         */
        get: operations["list_outage_people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The site at a glance
         * @description Return counts that tell how the business runs, and why nothing is sold, if so (B033).
         */
        get: operations["read_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find payments
         * @description Return payments, the latest paid first; a page may be short and still have a next one.
         */
        get: operations["list_payments"];
        put?: never;
        /**
         * Enter money received elsewhere
         * @description Record a manual payment and give the access that it buys.
         */
        post: operations["enter_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a payment
         * @description Return one payment.
         */
        get: operations["read_payment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an unmatched or held payment to a user
         * @description Settle the payment for that user with what it buys of the plan.
         */
        post: operations["assign_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/bring-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo a dismissal
         * @description Make a dismissed payment unmatched again.
         */
        post: operations["bring_payment_back"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark a payment as looked after
         * @description Take the payment off the attention list, with a reason.
         */
        post: operations["clear_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a foreign payment aside for good
         * @description Dismiss an unmatched payment that has nothing to do with the business.
         */
        post: operations["dismiss_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download the evidence about a payment
         * @description Return a page with payment, order, access and use; what is too much is cut, and says so.
         */
        get: operations["download_evidence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a payment to somebody else
         * @description Take the payment back from its user and settle it for another.
         */
        post: operations["move_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a payment would buy somebody
         * @description Return what an assignment would give; nothing is done.
         */
        post: operations["preview_assignment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/refund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give money back
         * @description Give money back through the gateway and book what it then says; safe to repeat.
         */
        post: operations["refund_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/refund/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a refund would take
         * @description Return what giving money back takes by the rules; nothing is done.
         */
        post: operations["preview_refund"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Share a payment out among several users
         * @description Settle the payment in parts, each with its sequence number.
         */
        post: operations["split_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/story": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything about a payment
         * @description Return the payment with its parts, ledger lines, audit entries, order and webhooks.
         */
        get: operations["read_payment_story"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who may have paid
         * @description Return people with the reasons that speak for them, and what the payment would buy them.
         */
        get: operations["suggest_payers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{payment_id}/unassign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a payment back from its user
         * @description Undo an assignment: the time it bought goes, the payment is unmatched again.
         */
        post: operations["unassign_payment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far accounts were read
         * @description Return every account with the state of its sync.
         */
        get: operations["list_payment_accounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/accounts/{account}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read an account's transactions now
         * @description Read on for as long as a call may last; `unfinished` says that there is more.
         */
        post: operations["sync_payment_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export payments as CSV
         * @description Return all payments of a range of days as a table; refuses a range that is too long.
         */
        get: operations["export_payments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/reconciliation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Hold a day of an account against the books
         * @description Compare the gateway's own list of a day with the ledger, transaction by transaction.
         */
        get: operations["reconcile_payments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List plans
         * @description Return the plans by sort order.
         */
        get: operations["list_plans"];
        put?: never;
        /**
         * Add a plan
         * @description Add a plan; the first one becomes the default.
         */
        post: operations["add_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans/{plan_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a plan
         * @description Return one plan, archived or not.
         */
        get: operations["read_plan"];
        /**
         * Change a plan
         * @description Change the offer; what was paid keeps its dates and amounts.
         */
        put: operations["change_plan"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans/{plan_id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Archive a plan
         * @description Take a plan out of every list; payments on it stay valid.
         */
        post: operations["archive_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans/{plan_id}/default": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a plan the default
         * @description Make it the only default plan.
         */
        post: operations["make_default_plan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans/{plan_id}/offers/{gateway}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare a plan with a gateway's price of it
         * @description Ask the gateway what it charges for the plan, and say how that differs.
         */
        get: operations["check_plan_offer"];
        put?: never;
        /**
         * Make a gateway's price of a plan
         * @description Make product and price at the gateway and keep the id; the same plan has one price.
         */
        post: operations["make_plan_offer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans/{plan_id}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why a plan is in the checkout or is not
         * @description Return every rule with the data that it looked at, as a newcomer would meet them now.
         */
        get: operations["read_plan_why"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plex-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Plex accounts
         * @description Return the linked accounts.
         */
        get: operations["list_plex_accounts"];
        put?: never;
        /**
         * Link an account by its token
         * @description Check the token and link the account that it belongs to.
         */
        post: operations["link_plex_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plex-accounts/{account_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change an account's ceiling and pace
         * @description Set how many people the account shares with at most, and how fast plex.tv is called.
         */
        put: operations["change_plex_account"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plex-accounts/{account_id}/servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Servers that an account owns
         * @description Return the account's servers with their addresses, but for those that are left alone.
         */
        get: operations["list_found_servers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plex-accounts/{account_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test an account's token
         * @description Ask plex.tv whose token it is; the answer is kept with the account.
         */
        post: operations["test_plex_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plex-accounts/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to link an account by signing in with Plex
         * @description Return where to send the operator.
         */
        post: operations["begin_plex_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plex-accounts/sign-in/{pin_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finish linking once the sign-in was approved
         * @description Link the account, or say that the sign-in still waits.
         */
        post: operations["finish_plex_sign_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List referrals
         * @description Return who came with whose code; with a search those of the people that it finds.
         */
        get: operations["list_referrals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/referrals/totals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Totals of all referrals
         * @description Return how many came and what that earned.
         */
        get: operations["read_referral_totals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All rules
         * @description Return every rule with how far it goes and how often it struck.
         */
        get: operations["list_rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List schedules
         * @description Return every schedule with its last run.
         */
        get: operations["list_schedules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/schedules/{name}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a schedule would do now
         * @description Rehearse every part of a schedule without writing, stopping or sending anything.
         */
        post: operations["preview_schedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List servers
         * @description Return all servers with how full they are.
         */
        get: operations["list_servers"];
        put?: never;
        /**
         * Add a server of a Plex account
         * @description Test the connection, then store server and libraries; it starts disabled.
         */
        post: operations["add_server"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{server_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a server
         * @description Return a server with its libraries.
         */
        get: operations["read_server"];
        /**
         * Change a server
         * @description Enable, limit or place a server.
         */
        put: operations["change_server"];
        post?: never;
        /**
         * Delete a server here
         * @description Forget the server; users and payments stay, and nobody is removed on the platform.
         */
        delete: operations["remove_server"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{server_id}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who streamed what on a server
         * @description Return the server's activity, newest first.
         */
        get: operations["list_server_activity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{server_id}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was changed about a server
         * @description Return every change of the server and its libraries, newest first.
         */
        get: operations["list_server_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{server_id}/capacity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How full a server is, and why
         * @description Count seats, weigh a newcomer for each plan, and tell who makes room next.
         */
        get: operations["read_server_capacity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{server_id}/devices/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign a device out
         * @description End what the device plays, and make its users sign in anew.
         */
        post: operations["sign_device_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{server_id}/libraries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put several libraries into a group
         * @description Move the libraries; shares follow with the hourly run.
         */
        put: operations["sort_libraries"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{server_id}/libraries/{library_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put a library into a group
         * @description Move the library; shares follow with the hourly run.
         */
        put: operations["classify_library"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{server_id}/libraries/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read name and libraries from the platform
         * @description Import new libraries as Private and mark missing ones.
         */
        post: operations["refresh_libraries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{server_id}/media-hook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether a server tells that somebody plays
         * @description Return when something arrived last, and what.
         */
        get: operations["read_media_hook"];
        put?: never;
        /**
         * Show the address for a server's webhooks
         * @description Return the address with its secret; it is made when it is asked for first.
         */
        post: operations["show_media_hook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{server_id}/media-hook/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the address for a server's webhooks
         * @description Return a new address; the old one works until the new one is used, a day at most.
         */
        post: operations["rotate_media_hook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{server_id}/reach": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Reach a server at another address or by another key
         * @description Test the connection, then take over address and key.
         */
        put: operations["change_reach"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{server_id}/shares": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is on a server
         * @description Return the server's shares, former ones too, with what was paid for.
         */
        get: operations["list_server_shares"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/servers/{server_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test the connection
         * @description Connect to the server and name what it offers.
         */
        post: operations["test_server"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is signed in
         * @description Return the signed-in administrator.
         */
        get: operations["read_session"];
        put?: never;
        /**
         * Sign in
         * @description Check address and password, and set the session's cookie.
         */
        post: operations["sign_in_to_dashboard"];
        /**
         * Sign out
         * @description End the session and clear its cookie.
         */
        delete: operations["sign_out_of_dashboard"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/discord": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Discord settings
         * @description Return the Discord settings without the token.
         */
        get: operations["read_discord_settings"];
        /**
         * Change the Discord settings
         * @description Save the Discord settings; the token is trimmed and encrypted.
         */
        put: operations["change_discord_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/discord/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test the Discord bot
         * @description Look whether the bot can give the roles; nothing changes.
         */
        post: operations["try_discord"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/expiry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What follows the end of paid time
         * @description Return what becomes of people whose paid time ended.
         */
        get: operations["read_expiry_settings"];
        /**
         * Change what follows the end of paid time
         * @description Save what becomes of people whose paid time ended.
         */
        put: operations["change_expiry_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How limits are kept
         * @description Return how far each rule goes, and what follows for whoever breaks it repeatedly.
         */
        get: operations["read_limit_settings"];
        /**
         * Change how limits are kept
         * @description Save how limits are kept; what was decided before stays.
         */
        put: operations["change_limit_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Mail settings
         * @description Return the mail settings without the password.
         */
        get: operations["read_mail_settings"];
        /**
         * Change the mail settings
         * @description Save the mail settings; the password is encrypted.
         */
        put: operations["change_mail_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/mail/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test mail
         * @description Send one mail at once and say how it went.
         */
        post: operations["try_mail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Media server settings
         * @description Return what is taken over from media servers, and what is set there.
         */
        get: operations["read_media_settings"];
        /**
         * Change the media server settings
         * @description Save the media server settings; nobody who is known already is touched.
         */
        put: operations["change_media_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Payment settings
         * @description Return how the site sells and what follows when money goes back.
         */
        get: operations["read_payment_settings"];
        /**
         * Change the payment settings
         * @description Save the payment settings; what was booked before stays as it is.
         */
        put: operations["change_payment_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/paypal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * PayPal settings
         * @description Return the primary account's settings without secrets.
         */
        get: operations["read_paypal_settings"];
        /**
         * Change the PayPal settings
         * @description Save the primary account's settings; credentials are trimmed and secrets encrypted.
         */
        put: operations["change_paypal_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/paypal-secondary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Settings of the second PayPal account
         * @description Return the secondary account's settings without secrets.
         */
        get: operations["read_second_paypal_settings"];
        /**
         * Change the settings of the second PayPal account
         * @description Save the secondary account's settings; it is read and sells nothing.
         */
        put: operations["change_second_paypal_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/paypal-secondary/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test the credentials of the second PayPal account
         * @description Try the credentials without moving money.
         */
        post: operations["try_second_paypal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/paypal/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test the PayPal credentials
         * @description Try the credentials without moving money.
         */
        post: operations["try_paypal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/plisio": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Plisio settings
         * @description Return the Plisio settings without the key.
         */
        get: operations["read_plisio_settings"];
        /**
         * Change the Plisio settings
         * @description Save the Plisio settings; the key is trimmed and encrypted.
         */
        put: operations["change_plisio_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/plisio/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test the Plisio key
         * @description Try the key without moving money.
         */
        post: operations["try_plisio"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/receipts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Receipt settings
         * @description Return what stands on receipts.
         */
        get: operations["read_receipt_settings"];
        /**
         * Change the receipt settings
         * @description Save what stands on receipts.
         */
        put: operations["change_receipt_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Referral settings
         * @description Return what referral codes do.
         */
        get: operations["read_referral_settings"];
        /**
         * Change the referral settings
         * @description Save what referral codes do.
         */
        put: operations["change_referral_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/registration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Registration settings
         * @description Return who may become a customer.
         */
        get: operations["read_registration_settings"];
        /**
         * Change the registration settings
         * @description Save who may become a customer.
         */
        put: operations["change_registration_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/request-systems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Settings of request systems
         * @description Return the settings of every request system without keys.
         */
        get: operations["read_request_systems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/request-systems/{system}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change a request system
         * @description Save a request system; the key is trimmed and encrypted.
         */
        put: operations["change_request_system"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/request-systems/{system}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test a request system
         * @description Look whether accounts could be dealt with; nothing changes.
         */
        post: operations["try_request_system"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/safety": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Safety settings
         * @description Return when a run waits for an administrator.
         */
        get: operations["read_safety_settings"];
        /**
         * Change the safety settings
         * @description Save the safety settings; runs that are held stay so.
         */
        put: operations["change_safety_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/site": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Site settings
         * @description Return the site's settings.
         */
        get: operations["read_site_settings"];
        /**
         * Change the site settings
         * @description Save the site's settings.
         */
        put: operations["change_site_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/stripe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stripe settings
         * @description Return the Stripe settings without secrets.
         */
        get: operations["read_stripe_settings"];
        /**
         * Change the Stripe settings
         * @description Save the Stripe settings; keys are trimmed and encrypted.
         */
        put: operations["change_stripe_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/stripe/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test the Stripe keys
         * @description Try the keys without moving money.
         */
        post: operations["try_stripe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/trials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Trial settings
         * @description Return whether there are trials, and what they need.
         */
        get: operations["read_trial_settings"];
        /**
         * Change the trial settings
         * @description Save the trial settings; trials that run go on.
         */
        put: operations["change_trial_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/waitlist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Waitlist settings
         * @description Return whether and how people wait for a seat.
         */
        get: operations["read_waitlist_settings"];
        /**
         * Change the waitlist settings
         * @description Save the waitlist settings; offers that stand keep their end.
         */
        put: operations["change_waitlist_settings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the first administrator is missing
         * @description Return whether the set-up link is still to be used.
         */
        get: operations["read_setup"];
        put?: never;
        /**
         * Make the first administrator with the one-time link
         * @description Make the login and sign it in.
         */
        post: operations["set_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/shares": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Shares beside what they should be
         * @description Compare records with what was paid for; no media server is asked.
         */
        get: operations["list_shares"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sharing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who may share an account
         * @description Return sharing scores, the highest first; nothing follows from them by itself.
         */
        get: operations["list_sharing_scores"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/streams/now": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What plays now
         * @description Return what plays on all enabled servers, looked at within the last ten seconds.
         */
        get: operations["show_now_playing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users
         * @description Return a page of users with how they stand.
         */
        get: operations["list_users"];
        put?: never;
        /**
         * Add a user
         * @description Add a user by hand; access follows when a payment is entered.
         */
        post: operations["add_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a user
         * @description Return a user with periods and shares.
         */
        get: operations["read_user"];
        /**
         * Change a user
         * @description Change a user and check the access anew.
         */
        put: operations["change_user"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why a user has access or lacks it
         * @description Return what the user has, what should be, and every rule that decides it.
         */
        get: operations["read_user_access"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/agreements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A user's recurring agreements
         * @description Return all that the user pays again and again, or did.
         */
        get: operations["list_user_agreements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened to a user
         * @description Return every change about the user, newest first.
         */
        get: operations["list_user_audit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/community": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A user's Discord roles and request accounts
         * @description Return what is written down; nobody is asked.
         */
        get: operations["read_user_community"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Decisions about a user's streams
         * @description Return the user's decisions with their evidence, newest first.
         */
        get: operations["list_user_decisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/downloads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A user's downloads
         * @description Return the user's week.
         */
        get: operations["list_user_downloads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite a linked user again who was removed
         * @description Give somebody access again who was removed before the master paid.
         */
        post: operations["invite_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A user's jobs
         * @description Return the work done for the user, newest first.
         */
        get: operations["list_user_jobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A user's ledger
         * @description Return what moved of the user's money, credit and paid time.
         */
        get: operations["list_user_ledger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a user's group
         * @description Return the group of a master or a linked user.
         */
        get: operations["read_links"];
        put?: never;
        /**
         * Link a user to a master
         * @description Let the master pay for the other from the next payment on.
         */
        post: operations["link_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/links/{sub_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Unlink a user from a master
         * @description Let the master pay for the other no longer; what is paid stays.
         */
        delete: operations["unlink_user"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/links/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What linking two users would come to
         * @description Return the warnings, and refuse what linking would refuse.
         */
        post: operations["preview_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge another user into this one
         * @description Give all that the double has to this user; the double is gone afterwards.
         */
        post: operations["merge_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/merge/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What merging another user into this one would come to
         * @description Return what a person should know, and refuse what merging would refuse.
         */
        post: operations["preview_merge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A user's payments
         * @description Return the user's payments, the latest paid first.
         */
        get: operations["list_user_payments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a check of the user's access would do
         * @description Compare desired and actual shares, and do nothing.
         */
        post: operations["preview_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/reconcile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compare the user's access with what was paid, now
         * @description Enqueue a comparison of desired and actual shares.
         */
        post: operations["reconcile_user"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A user's part in referrals
         * @description Return who brought the user, and the latest whom the user brought.
         */
        get: operations["read_user_referrals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/restraint/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a restraint now
         * @description End what holds the person; the strikes stay.
         */
        post: operations["end_restraint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/strikes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A user's strikes
         * @description Return the strikes that count now, the ladder, and what holds the person.
         */
        get: operations["read_strikes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a person used this week, and the sharing score
         * @description Return a person's meter of the week and how likely the account is shared.
         */
        get: operations["read_user_usage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/violations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List violations
         * @description Return the decisions that fit, with their evidence, newest first.
         */
        get: operations["list_violations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/waitlist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who waits for a seat
         * @description Return everybody whose turn is not over.
         */
        get: operations["list_waitlist"];
        put?: never;
        /**
         * Join the waitlist
         * @description Put somebody in line for a plan that is sold out; their place comes by mail.
         *
         *         Customers call this without being signed in. The answer is the same for who is in line already.
         */
        post: operations["join_waitlist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/waitlist/{wait_id}/offer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Offer a seat now
         * @description Offer somebody a free seat before their turn; those ahead stay where they are.
         */
        post: operations["offer_seat_now"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/waitlist/{wait_id}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove from the waitlist
         * @description Take somebody out of the line; a seat that was kept for them goes to the next one.
         */
        post: operations["remove_from_waitlist"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AccessPreview
         * @description What a run would do about access now; nothing was done.
         */
        AccessPreview: {
            /** Actions */
            actions: components["schemas"]["PlannedActionShape"][];
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Is Cut */
            is_cut: boolean;
            /** People */
            people: number;
        };
        /**
         * AccessShape
         * @description Why somebody has access or lacks it.
         *
         *     `verdict` is has, invited, under_way, blocked or lacks. `rules` come in the order in which they
         *     are asked, `candidates` are the servers as they were weighed.
         */
        AccessShape: {
            /** Because */
            because: string;
            /** Candidates */
            candidates: components["schemas"]["CandidateShape"][];
            /** Differs */
            differs: boolean;
            /** Rules */
            rules: components["schemas"]["RuleShape"][];
            /** Servers */
            servers: components["schemas"]["ComparedShape"][];
            /** Verdict */
            verdict: string;
        };
        /**
         * AccountList
         * @description The accounts that can be read.
         */
        AccountList: {
            /** Items */
            items: components["schemas"]["AccountShape"][];
        };
        /**
         * AccountShape
         * @description How far an account's transactions were read, and what the last read saw.
         */
        AccountShape: {
            /** Account */
            account: string;
            /** Booked */
            booked: number;
            /** Error */
            error: string;
            /** Failed */
            failed: number;
            /** Is On */
            is_on: boolean;
            /** Is Reading */
            is_reading: boolean;
            /** Read */
            read: number;
            /** Read Until */
            read_until: string | null;
        };
        /**
         * ActivityList
         * @description Activity, newest first on each server.
         */
        ActivityList: {
            /** Items */
            items: components["schemas"]["ActivityShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * ActivityShape
         * @description Who streamed what, when, how.
         *
         *     `decision` is what was decided about it: a kind, or "observed" for a stop that was recorded and
         *     not done; empty for nothing.
         */
        ActivityShape: {
            /** Address */
            address: string;
            /** Address Kind */
            address_kind: string;
            /** Bitrate Kbps */
            bitrate_kbps: number;
            /** Decision */
            decision: string;
            /** Decision Id */
            decision_id: string | null;
            /** Device Name */
            device_name: string;
            /**
             * First Seen
             * Format: date-time
             */
            first_seen: string;
            /**
             * Last Seen
             * Format: date-time
             */
            last_seen: string;
            /** Platform */
            platform: string;
            /** Product */
            product: string;
            /** Resolution */
            resolution: string;
            /** Server Id */
            server_id: string;
            /** Server Name */
            server_name: string;
            /** Session Key */
            session_key: string;
            /** Title */
            title: string;
            /** Transcodes Video */
            transcodes_video: boolean;
            /** User Id */
            user_id: string | null;
            /** User Label */
            user_label: string;
            /** Username */
            username: string;
        };
        /**
         * AgreementList
         * @description A user's recurring agreements.
         */
        AgreementList: {
            /** Items */
            items: components["schemas"]["AgreementShape"][];
        };
        /**
         * AgreementShape
         * @description A recurring agreement as the books have it.
         *
         *     `cancels_at` is when it ends if nobody resumes it, `grace_until` until when access goes on
         *     while a renewal is unpaid, `credit_ahead` what store credit takes off the next charge.
         *     `can_change_plan` is whether its gateway reckons a change of plan by itself.
         */
        AgreementShape: {
            /** Can Change Plan */
            can_change_plan: boolean;
            /** Cancels At */
            cancels_at: string | null;
            credit_ahead: components["schemas"]["MoneyShape"] | null;
            /** Failed At */
            failed_at: string | null;
            /** Gateway */
            gateway: string;
            /** Grace Until */
            grace_until: string | null;
            /** Plan Id */
            plan_id: string;
            /** Plan Name */
            plan_name: string;
            price: components["schemas"]["MoneyShape"] | null;
            /** Ref */
            ref: string;
            /** Renews At */
            renews_at: string | null;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** Status */
            status: string;
            /** User Id */
            user_id: string;
        };
        /**
         * Answer
         * @description What the customer is told about the appeal.
         */
        Answer: {
            /**
             * Answer
             * @default
             */
            answer?: string;
        };
        /**
         * AppealShape
         * @description What the customer holds against a decision, and the answer.
         */
        AppealShape: {
            /** Answer */
            answer: string;
            /** Answered At */
            answered_at: string | null;
            /**
             * At
             * Format: date-time
             */
            at: string;
            state: components["schemas"]["AppealState"];
            /** Text */
            text: string;
        };
        /**
         * AppealState
         * @description How far an appeal is.
         * @enum {string}
         */
        AppealState: "open" | "accepted" | "rejected";
        /**
         * Area
         * @description What part of the business it belongs to, in the order in which a site is set up.
         * @enum {string}
         */
        Area: "system" | "media" | "payments" | "sales" | "mail" | "work";
        /**
         * Assignment
         * @description Whom a payment belongs to and what it buys; `learns` lets the next one match by itself.
         */
        Assignment: {
            /**
             * Learns
             * @default false
             */
            learns?: boolean;
            /** Plan Id */
            plan_id: string;
            /** User Id */
            user_id: string;
        };
        /**
         * AtEnd
         * @description What becomes of an account when access ends.
         * @enum {string}
         */
        AtEnd: "remove" | "disable" | "keep";
        /**
         * AttentionItem
         * @description Something that a person must look at, and what helps.
         */
        AttentionItem: {
            /** At */
            at: string | null;
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Remedy */
            remedy: string;
            /** Title */
            title: string;
            /** User Id */
            user_id: string | null;
        };
        /**
         * AttentionList
         * @description What needs attention, newest first; `is_cut` when there is more than shown.
         */
        AttentionList: {
            /** Is Cut */
            is_cut: boolean;
            /** Items */
            items: components["schemas"]["AttentionItem"][];
        };
        /**
         * AuditList
         * @description Changes, newest first.
         */
        AuditList: {
            /** Items */
            items: components["schemas"]["AuditShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * AuditShape
         * @description One change: who, what, when, why.
         */
        AuditShape: {
            /** Action */
            action: string;
            /** Actor */
            actor: string;
            /** After */
            after: {
                [key: string]: string;
            };
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Before */
            before: {
                [key: string]: string;
            };
            /** Id */
            id: string;
            /** Subject */
            subject: string;
            /** User Id */
            user_id: string | null;
            /** Why */
            why: string;
        };
        /**
         * BoughtShape
         * @description What a payment would buy: time (the end is exclusive), and perhaps store credit.
         */
        BoughtShape: {
            credit: components["schemas"]["MoneyShape"] | null;
            /**
             * Ends At
             * Format: date-time
             */
            ends_at: string;
            /** Plan Id */
            plan_id: string;
            /** Plan Name */
            plan_name: string;
            /** Reason */
            reason: string;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
            /** Terms */
            terms: number;
        };
        /**
         * Cancellation
         * @description When it ends: with the paid period, or at once; what was paid stays paid.
         */
        Cancellation: {
            /**
             * At Period End
             * @default true
             */
            at_period_end?: boolean;
        };
        /**
         * CandidateShape
         * @description One server as it was weighed; `reasons` says what spoke against it, else what for it.
         */
        CandidateShape: {
            /** Fits */
            fits: boolean;
            /** Reasons */
            reasons: string[];
            /** Server Id */
            server_id: string;
            /** Server Name */
            server_name: string;
        };
        /**
         * CapacityShape
         * @description How full a server is; `is_cut` when only the first thousand people were looked at.
         */
        CapacityShape: {
            /** Accepted */
            accepted: number;
            ceiling: components["schemas"]["CeilingShape"] | null;
            /** Holds */
            holds: components["schemas"]["HoldShape"][];
            /** Invited */
            invited: number;
            /** Is Cut */
            is_cut: boolean;
            /** Leaving */
            leaving: components["schemas"]["LeavingShape"][];
            /** Max Users */
            max_users: number | null;
            /** People */
            people: number;
            /** Planned */
            planned: number;
            /** Plans */
            plans: components["schemas"]["ForPlanShape"][];
            /** Taken */
            taken: number;
        };
        /**
         * CeilingShape
         * @description What the server's Plex account allows on all its servers together.
         *
         *     `others`, whom somebody else placed there, are among the `taken`.
         */
        CeilingShape: {
            /** Account Id */
            account_id: string;
            /** Max People */
            max_people: number;
            /** Others */
            others: number;
            /** Servers */
            servers: string[];
            /** Taken */
            taken: number;
            /** Username */
            username: string;
        };
        /**
         * ChartPart
         * @description A part of a point by name: streams on a server, or of a resolution.
         */
        ChartPart: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Streams */
            streams: number;
        };
        /**
         * ChartPoint
         * @description An hour, in UTC: streams that ran in it, at the same time at most, transcoded.
         */
        ChartPoint: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Peak */
            peak: number;
            /** Resolutions */
            resolutions: components["schemas"]["ChartPart"][];
            /** Servers */
            servers: components["schemas"]["ChartPart"][];
            /** Streams */
            streams: number;
            /** Transcodes */
            transcodes: number;
        };
        /**
         * ChartsShape
         * @description Figures of the last days; with `is_daily` a point is the busiest hour of its day.
         */
        ChartsShape: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Is Daily */
            is_daily: boolean;
            /** People */
            people: components["schemas"]["PersonHours"][];
            /** Points */
            points: components["schemas"]["ChartPoint"][];
            /** Weeks */
            weeks: components["schemas"]["WeekHours"][];
        };
        /**
         * CheckShape
         * @description One dependency: how it fares, what to do, and on which page of the dashboard.
         *
         *     Whatever is not ok has a remedy and a link; `at` is the instant that the summary speaks of.
         */
        CheckShape: {
            area: components["schemas"]["Area"];
            /** At */
            at: string | null;
            /** Id */
            id: string;
            /** Link */
            link: string;
            /** Remedy */
            remedy: string;
            state: components["schemas"]["State"];
            /** Summary */
            summary: string;
            /** Title */
            title: string;
        };
        /**
         * Classification
         * @description The group that a library shall be in.
         */
        Classification: {
            /** Group Id */
            group_id: string;
        };
        /**
         * Clearing
         * @description Why a payment needs no attention any more.
         */
        Clearing: {
            /** Why */
            why: string;
        };
        /**
         * CommunityShape
         * @description What a user has by us; roles that are `unsure` are being given or taken just now.
         */
        CommunityShape: {
            /** Accounts */
            accounts: components["schemas"]["RequestAccountShape"][];
            /** Discord Id */
            discord_id: string;
            /** Is Absent */
            is_absent: boolean;
            /** Roles */
            roles: string[];
            /** Unsure */
            unsure: string[];
        };
        /**
         * ComparedList
         * @description A page of shares beside what should be; it may be short, and others may follow.
         */
        ComparedList: {
            /** Items */
            items: components["schemas"]["ComparedShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * ComparedShape
         * @description What somebody has on a server by our records, and what should be there.
         *
         *     `action` is what a check would do: invite, change, withdraw, restrict or lock; *blocked* when
         *     it can do nothing, and then there may be no server; empty when all is as it should be. `state`
         *     is null where nothing was shared yet.
         */
        ComparedShape: {
            /** Action */
            action: string;
            /** Allows Downloads */
            allows_downloads: boolean;
            /** Changed At */
            changed_at: string | null;
            /** Checked At */
            checked_at: string | null;
            /** Due */
            due: string[];
            /** Due Downloads */
            due_downloads: boolean;
            /** Has */
            has: string[];
            /** Paid Until */
            paid_until: string | null;
            /** Plan Name */
            plan_name: string;
            /** Server Id */
            server_id: string | null;
            /** Server Name */
            server_name: string;
            /** Standing */
            standing: string;
            /** State */
            state: string | null;
            /** User Id */
            user_id: string;
            /** User Label */
            user_label: string;
            /** Why */
            why: string;
        };
        /**
         * Confirmation
         * @description The servers whose people come in, as the preview with this fingerprint showed them.
         */
        Confirmation: {
            /** Fingerprint */
            fingerprint: string;
            /** Server Ids */
            server_ids: string[];
        };
        /**
         * Credentials
         * @description Who wants to sign in.
         */
        Credentials: {
            /** Email */
            email: string;
            /** Password */
            password: string;
        };
        /**
         * DayReportShape
         * @description How a day's transactions stand in the books; `since` to `until` (exclusive) is the day.
         *
         *     `earlier` counts what was paid before this site first read the account; it is in no row.
         */
        DayReportShape: {
            /** Account */
            account: string;
            /**
             * Day
             * Format: date
             */
            day: string;
            /** Differing */
            differing: number;
            /** Earlier */
            earlier: number;
            /** Is Final */
            is_final: boolean;
            /** Rows */
            rows: components["schemas"]["DayRow"][];
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /** Statuses */
            statuses: {
                [key: string]: number;
            };
            /** Time Zone */
            time_zone: string;
            /** Totals */
            totals: components["schemas"]["DayTotal"][];
            /** Transactions */
            transactions: number;
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /**
         * DayRow
         * @description A transaction of the day, in minor units; null where one side does not have it.
         */
        DayRow: {
            /** At Gateway */
            at_gateway: number | null;
            /** Currency */
            currency: string;
            /** Difference */
            difference: string;
            /** External Id */
            external_id: string;
            /** In Ledger */
            in_ledger: number | null;
            /** Payments */
            payments: components["schemas"]["PaymentShape"][];
            /** Status */
            status: string;
        };
        /**
         * DayShape
         * @description What was counted on a day: people whose paid time ran, and items by kind of library.
         */
        DayShape: {
            /** Active Users */
            active_users: number;
            /**
             * Counted At
             * Format: date-time
             */
            counted_at: string;
            /** Day */
            day: string;
            /** Items */
            items: {
                [key: string]: number;
            };
            /** Trial Users */
            trial_users: number;
        };
        /**
         * DayTotal
         * @description The money of the day in a currency, in minor units; the difference is what matters.
         */
        DayTotal: {
            /** At Gateway */
            at_gateway: number;
            /** Currency */
            currency: string;
            /** Difference */
            difference: number;
            /** In Ledger */
            in_ledger: number;
        };
        /**
         * DecisionList
         * @description Decisions, newest first.
         */
        DecisionList: {
            /** Items */
            items: components["schemas"]["DecisionShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * DecisionShape
         * @description One decision about a stream; it `strikes` unless it was taken back at `forgiven_at`.
         */
        DecisionShape: {
            appeal: components["schemas"]["AppealShape"] | null;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Carried Out */
            carried_out: boolean;
            /** Counted */
            counted: number;
            /** Evidence */
            evidence: components["schemas"]["EvidenceShape"][];
            /** Forgiven At */
            forgiven_at: string | null;
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Limit */
            limit: number;
            /** Outcome */
            outcome: string;
            /** Reason */
            reason: string;
            /** Rule */
            rule: string;
            /** Server Id */
            server_id: string;
            /** Server Name */
            server_name: string;
            /** Session Key */
            session_key: string;
            /** Strikes */
            strikes: boolean;
            /** User Id */
            user_id: string;
            /** User Label */
            user_label: string;
        };
        /**
         * DeviceListing
         * @description Devices as the servers tell them now, those used last first; `is_cut` if there are more.
         */
        DeviceListing: {
            /** Is Cut */
            is_cut: boolean;
            /** Items */
            items: components["schemas"]["DeviceShape"][];
            /** Unread */
            unread: components["schemas"]["UnreadServer"][];
        };
        /**
         * DeviceShape
         * @description A device, and who used it last there.
         *
         *     `counted` tells how many the account has on the server, `limit` how many it may have, null for
         *     any number. Unless it `admits_new`, the account may only use devices that it uses already.
         */
        DeviceShape: {
            /** Admits New */
            admits_new: boolean;
            /** Counted */
            counted: number;
            /** Device Ref */
            device_ref: string;
            /** Is Administrator */
            is_administrator: boolean;
            /** Last Seen At */
            last_seen_at: string | null;
            /** Limit */
            limit: number | null;
            /** Name */
            name: string;
            /** Platform */
            platform: string;
            /** Product */
            product: string;
            /** Server Id */
            server_id: string;
            /** Server Name */
            server_name: string;
            /** User Id */
            user_id: string | null;
            /** User Label */
            user_label: string;
            /** Username */
            username: string;
        };
        /**
         * DiscordInput
         * @description The Discord server and its roles; a token that is null stays as it is.
         */
        DiscordInput: {
            /**
             * Bot Token
             * @default null
             */
            bot_token?: string | null;
            /** Enabled */
            enabled: boolean;
            /** Guild Id */
            guild_id: string;
            /** Plan Roles */
            plan_roles: components["schemas"]["PlanRole"][];
            /** Subscriber Role */
            subscriber_role: string;
            /** Trial Role */
            trial_role: string;
            /** Version */
            version: number;
        };
        /**
         * DiscordShape
         * @description The Discord server and its roles, without the bot's token.
         */
        DiscordShape: {
            bot_token: components["schemas"]["SecretShape"];
            /** Enabled */
            enabled: boolean;
            /** Guild Id */
            guild_id: string;
            /** Plan Roles */
            plan_roles: components["schemas"]["PlanRole"][];
            /** Subscriber Role */
            subscriber_role: string;
            /** Trial Role */
            trial_role: string;
            /** Version */
            version: number;
        };
        /**
         * DiscountChange
         * @description The same for a code that exists.
         */
        DiscountChange: {
            /**
             * Allows Recurring
             * @default false
             */
            allows_recurring?: boolean;
            /** @default null */
            amount?: components["schemas"]["MoneyInput"] | null;
            /**
             * Email
             * @default
             */
            email?: string;
            /**
             * Expires At
             * @default null
             */
            expires_at?: string | null;
            /**
             * Is Active
             * @default true
             */
            is_active?: boolean;
            /**
             * Max Uses
             * @default null
             */
            max_uses?: number | null;
            /**
             * Percent
             * @default null
             */
            percent?: string | null;
            /** Version */
            version: number;
        };
        /**
         * DiscountList
         * @description Discount codes by their text.
         */
        DiscountList: {
            /** Items */
            items: components["schemas"]["DiscountShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * DiscountShape
         * @description A code that takes a share or an amount off a plan's price.
         *
         *     `used` counts paid orders, `promised` those that await payment.
         */
        DiscountShape: {
            /** Allows Recurring */
            allows_recurring: boolean;
            amount: components["schemas"]["MoneyShape"] | null;
            /** Code */
            code: string;
            /** Created At */
            created_at: string | null;
            /** Email */
            email: string;
            /** Expires At */
            expires_at: string | null;
            /** Is Active */
            is_active: boolean;
            /** Max Uses */
            max_uses: number | null;
            /** Percent */
            percent: string | null;
            /** Promised */
            promised: number;
            /** Used */
            used: number;
            /** Version */
            version: number;
        };
        /**
         * DiscountUseList
         * @description Who used a code.
         */
        DiscountUseList: {
            /** Items */
            items: components["schemas"]["DiscountUseShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * DiscountUseShape
         * @description Who used a code, with which order.
         */
        DiscountUseShape: {
            /** Order Id */
            order_id: string;
            /**
             * Used At
             * Format: date-time
             */
            used_at: string;
            /** User Id */
            user_id: string;
            /** User Label */
            user_label: string;
        };
        /**
         * Done
         * @description The call did what it says.
         */
        Done: {
            /**
             * Done
             * @default true
             */
            done?: boolean;
        };
        /**
         * DownloadList
         * @description Downloads, newest first, and what the platforms in use cannot tell.
         */
        DownloadList: {
            /** Items */
            items: components["schemas"]["DownloadShape"][];
            /** Next Cursor */
            next_cursor: string | null;
            /** Ways */
            ways: components["schemas"]["DownloadWay"][];
        };
        /**
         * DownloadMeter
         * @description How much of the week is used.
         *
         *     `limit` is null for any number, 0 where the plan includes none. Until `withheld_until` the
         *     right is withheld because the allotment is used up.
         */
        DownloadMeter: {
            /** Asked Until */
            asked_until: string | null;
            /** Count */
            count: number;
            /**
             * First Day
             * Format: date
             */
            first_day: string;
            /** Limit */
            limit: number | null;
            /**
             * Renews At
             * Format: date-time
             */
            renews_at: string;
            /** Withheld Until */
            withheld_until: string | null;
        };
        /**
         * DownloadShape
         * @description A download that was counted; `again` tells how many times before, because it lasts.
         */
        DownloadShape: {
            /** Again */
            again: number;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Server Id */
            server_id: string;
            /** Server Name */
            server_name: string;
            /** Title */
            title: string;
            /** User Id */
            user_id: string;
            /** User Label */
            user_label: string;
        };
        /**
         * DownloadWay
         * @description How a platform tells of downloads: those that run, or all of them in a log.
         */
        DownloadWay: {
            /** Platform */
            platform: string;
            /** Way */
            way: string;
        };
        /**
         * DownloadWeekShape
         * @description How many downloads were counted in an earlier week.
         */
        DownloadWeekShape: {
            /** Count */
            count: number;
            /**
             * First Day
             * Format: date
             */
            first_day: string;
        };
        /**
         * EnforcementMode
         * @description What the stream sweep may do.
         * @enum {string}
         */
        EnforcementMode: "off" | "observe" | "enforce";
        Error: {
            error: {
                code: string;
                message: string;
                problems: {
                    field: string;
                    message: string;
                    remedy: string;
                }[];
                remedy: string;
                request_id: string;
            };
        };
        /**
         * EvidenceShape
         * @description One stream as it was when a decision fell; whose, where several people share a limit.
         *
         *     `rules` are those that it broke; lines and rate are 0 where nobody told.
         */
        EvidenceShape: {
            /** Address */
            address: string;
            /** Bitrate Kbps */
            bitrate_kbps: number;
            /** Counted */
            counted: boolean;
            /** Device Id */
            device_id: string;
            /** Device Name */
            device_name: string;
            /**
             * First Seen
             * Format: date-time
             */
            first_seen: string;
            /** Product */
            product: string;
            /** Rules */
            rules: string[];
            /** Server Id */
            server_id: string;
            /**
             * Server Name
             * @default
             */
            server_name?: string;
            /** Session Key */
            session_key: string;
            /** Source Height */
            source_height: number;
            /** State */
            state: string;
            /** Title */
            title: string;
            /** Transcodes Video */
            transcodes_video: boolean;
            /** User Id */
            user_id: string | null;
            /**
             * User Label
             * @default
             */
            user_label?: string;
            /** Why */
            why: string;
        };
        /**
         * ExpiryPolicy
         * @description What a person keeps between the end of the paid time and the deletion.
         * @enum {string}
         */
        ExpiryPolicy: "remove" | "restrict" | "disable";
        /**
         * ExpiryShape
         * @description What becomes of people whose paid time ended.
         */
        ExpiryShape: {
            /** Delete After Days */
            delete_after_days: number;
            policy: components["schemas"]["ExpiryPolicy"];
            /** Restrict Groups */
            restrict_groups: string[];
            /** Version */
            version: number;
        };
        /**
         * FirstAdministrator
         * @description The set-up link's token and the login to make with it.
         */
        FirstAdministrator: {
            /** Email */
            email: string;
            /** Password */
            password: string;
            /** Token */
            token: string;
        };
        /**
         * Forgiveness
         * @description Why a strike is taken back; the customer does not read it.
         */
        Forgiveness: {
            /**
             * Why
             * @default
             */
            why?: string;
        };
        /**
         * ForPlanShape
         * @description Whether a newcomer with this plan could be placed on the server, and why.
         */
        ForPlanShape: {
            /** Fits */
            fits: boolean;
            /** Plan Id */
            plan_id: string;
            /** Plan Name */
            plan_name: string;
            /** Reasons */
            reasons: string[];
        };
        /**
         * FoundServerList
         * @description The servers of an account.
         */
        FoundServerList: {
            /** Items */
            items: components["schemas"]["FoundServerShape"][];
        };
        /**
         * FoundServerShape
         * @description A server that the account owns and that can be added.
         *
         *     Those of `relay_urls` lead through plex.tv: slow, and people's addresses are hidden.
         */
        FoundServerShape: {
            /** Is Added */
            is_added: boolean;
            /** Machine Id */
            machine_id: string;
            /** Name */
            name: string;
            /** Relay Urls */
            relay_urls: string[];
            /** Urls */
            urls: string[];
        };
        /**
         * GiftList
         * @description Whom an outage concerned.
         */
        GiftList: {
            /** Items */
            items: components["schemas"]["GiftShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * GiftShape
         * @description Somebody whom an outage concerned: what is given, until when, by which payment.
         */
        GiftShape: {
            /** Days */
            days: number;
            /** Ends At */
            ends_at: string | null;
            /** Payment Id */
            payment_id: string | null;
            state: components["schemas"]["GiftState"];
            /** User Id */
            user_id: string;
            /** User Label */
            user_label: string;
        };
        /**
         * GiftState
         * @description What became of one person's time.
         * @enum {string}
         */
        GiftState: "waiting" | "given" | "passed";
        /**
         * GroupList
         * @description All library groups, the built-in ones first.
         */
        GroupList: {
            /** Items */
            items: components["schemas"]["GroupShape"][];
        };
        /**
         * GroupShape
         * @description A library group; built-in ones can be neither edited nor deleted.
         *
         *     `libraries` counts those in it that are on their server, `plans` are those that include it.
         */
        GroupShape: {
            /** Id */
            id: string;
            /** Is Built In */
            is_built_in: boolean;
            /** Libraries */
            libraries: number;
            /** Name */
            name: string;
            /** Plans */
            plans: components["schemas"]["PlanOfGroup"][];
            /** Version */
            version: number;
        };
        /**
         * HealthShape
         * @description Every dependency, area by area; `state` is the most urgent of all.
         */
        HealthShape: {
            /** Items */
            items: components["schemas"]["CheckShape"][];
            /**
             * Now
             * Format: date-time
             */
            now: string;
            state: components["schemas"]["State"];
        };
        /**
         * HeldPersonList
         * @description Who is on the list of a held run.
         */
        HeldPersonList: {
            /** Items */
            items: components["schemas"]["HeldPersonShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * HeldPersonShape
         * @description Somebody on the list; who `has_paid` meanwhile keeps access whatever is decided.
         */
        HeldPersonShape: {
            /** Has Paid */
            has_paid: boolean;
            /**
             * Held At
             * Format: date-time
             */
            held_at: string;
            /** Libraries */
            libraries: string[];
            /** User Id */
            user_id: string;
            /** User Label */
            user_label: string;
            /** Why */
            why: string;
        };
        /**
         * HeldRunList
         * @description Held runs, the newest first; only the newest can still be undecided.
         */
        HeldRunList: {
            /** Items */
            items: components["schemas"]["HeldRunShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * HeldRunShape
         * @description A run that was held: how many are on its list, of how many, and what was decided.
         *
         *     `most` is how many may lose access in a day without a word, `lately` how many had in the day
         *     before. One that was left asks again at `asks_again_at`.
         */
        HeldRunShape: {
            /** Asks Again At */
            asks_again_at: string | null;
            /** Decided At */
            decided_at: string | null;
            /** Have Access */
            have_access: number;
            /** Id */
            id: string;
            /** Lately */
            lately: number;
            /** Most */
            most: number;
            /**
             * Opened At
             * Format: date-time
             */
            opened_at: string;
            /** People */
            people: number;
            /** Run */
            run: string;
            state: components["schemas"]["HeldState"];
            /** Version */
            version: number;
        };
        /**
         * HeldState
         * @description What was decided about a held run.
         * @enum {string}
         */
        HeldState: "open" | "left" | "going_on";
        /**
         * HoldShape
         * @description A seat held for an open order or a turn in the waitlist, until then (exclusive).
         */
        HoldShape: {
            /** Holder */
            holder: string;
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /**
         * ImportChoice
         * @description What to do about somebody: ``ignore``, ``new`` or the id of the user they are.
         *
         *     An empty choice forgets what was chosen before.
         */
        ImportChoice: {
            /**
             * Choice
             * @default
             */
            choice?: string;
            /** Key */
            key: string;
        };
        /**
         * ImportPreview
         * @description What an import would do now; nothing was done.
         *
         *     Newcomers get `plan_name`, or with `is_permanent` access without an end. `blocked` says why
         *     nobody can come in. Send the `fingerprint` to confirm exactly this.
         */
        ImportPreview: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Blocked */
            blocked: string;
            /** Fingerprint */
            fingerprint: string;
            /** Is Permanent */
            is_permanent: boolean;
            /** People */
            people: components["schemas"]["SeenPersonShape"][];
            /** Plan Name */
            plan_name: string;
            /** Servers */
            servers: components["schemas"]["SeenServerShape"][];
            /** Shares Follow */
            shares_follow: boolean;
        };
        /**
         * ImportProblem
         * @description What was wrong with a server.
         */
        ImportProblem: {
            /** Problem */
            problem: string;
            /** Server Id */
            server_id: string;
            /** Server Name */
            server_name: string;
        };
        /**
         * ImportRunShape
         * @description The last import, or the one at work; `done` of `total` people were dealt with.
         */
        ImportRunShape: {
            /** Actor */
            actor: string;
            /** Began At */
            began_at: string | null;
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Done */
            done: number;
            /** Error */
            error: string;
            /** Finished At */
            finished_at: string | null;
            /** Is At Work */
            is_at_work: boolean;
            /** Problems */
            problems: components["schemas"]["ImportProblem"][];
            /** Total */
            total: number;
            /** Waiting */
            waiting: string;
        };
        /**
         * ImportShape
         * @description Where imports stand.
         */
        ImportShape: {
            /** Is On */
            is_on: boolean;
            run: components["schemas"]["ImportRunShape"];
        };
        /**
         * InvitationInput
         * @description Whom to let in, and what was received for it.
         *
         *     `person` is a Plex name or address, or the user name on a server that keeps accounts; `email`
         *     is where we write to (the address of `person` if that is one). An amount of 0 needs a reason in
         *     `notes`. With `paypal_email` and `subscription_ref` the next payments find the person.
         */
        InvitationInput: {
            amount: components["schemas"]["MoneyInput"];
            /**
             * Email
             * @default
             */
            email?: string;
            /**
             * Ends At
             * @default null
             */
            ends_at?: string | null;
            /** External Id */
            external_id: string;
            /**
             * Method
             * @default
             */
            method?: string;
            /**
             * Name
             * @default
             */
            name?: string;
            /**
             * Notes
             * @default
             */
            notes?: string;
            /**
             * Paypal Email
             * @default
             */
            paypal_email?: string;
            /** Person */
            person: string;
            /** Plan Id */
            plan_id: string;
            /**
             * Starts At
             * @default null
             */
            starts_at?: string | null;
            /**
             * Subscription Ref
             * @default
             */
            subscription_ref?: string;
        };
        /**
         * InvitationOutlook
         * @description What an invitation would come to; with `problems` nobody would be invited.
         */
        InvitationOutlook: {
            /** Problems */
            problems: components["schemas"]["ProblemShape"][];
            /** Server Name */
            server_name: string;
            /** User Id */
            user_id: string | null;
            /** User Label */
            user_label: string;
            /** Warnings */
            warnings: string[];
        };
        /**
         * InvitedShape
         * @description Who was let in: the payment, and the job whose outcome is the platform's answer.
         */
        InvitedShape: {
            /** Job Id */
            job_id: string;
            payment: components["schemas"]["PaymentShape"];
            /** User Id */
            user_id: string;
            /** User Label */
            user_label: string;
        };
        /**
         * InviteListList
         * @description Lists, the newest first.
         */
        InviteListList: {
            /** Items */
            items: components["schemas"]["InviteListShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * InviteListShape
         * @description A list that was confirmed; the figures stand once it is done.
         */
        InviteListShape: {
            /** Actor */
            actor: string;
            /** Finished At */
            finished_at: string | null;
            /** Id */
            id: string;
            /** Invited */
            invited: number;
            /** Known */
            known: number;
            /**
             * Made At
             * Format: date-time
             */
            made_at: string;
            /** Refused */
            refused: number;
            /** Rows */
            rows: number;
            /** State */
            state: string;
        };
        /**
         * InviteRowList
         * @description Rows of a list by number.
         */
        InviteRowList: {
            /** Items */
            items: components["schemas"]["InviteRowShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * InviteRowShape
         * @description What became of a row, and how far the invite of it is.
         *
         *     `access` is the state of the person's share, *none* without one, or *blocked*: then `message`
         *     says what the platform said.
         */
        InviteRowShape: {
            /** Access */
            access: string;
            amount: components["schemas"]["MoneyShape"];
            /** Field */
            field: string;
            /** Message */
            message: string;
            /** Number */
            number: number;
            /** Payment Id */
            payment_id: string | null;
            /** Person */
            person: string;
            /** Plan Name */
            plan_name: string;
            /** Remedy */
            remedy: string;
            /** State */
            state: string;
            /** User Id */
            user_id: string | null;
        };
        /**
         * JobList
         * @description Jobs, newest first.
         */
        JobList: {
            /** Items */
            items: components["schemas"]["JobShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * JobShape
         * @description One piece of durable work.
         */
        JobShape: {
            /** Attempts */
            attempts: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Due At
             * Format: date-time
             */
            due_at: string;
            /** Finished At */
            finished_at: string | null;
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Last Error */
            last_error: string;
            /** Remedy */
            remedy: string;
            /** State */
            state: string;
            /** Subject */
            subject: string;
            /** User Id */
            user_id: string | null;
            /** Version */
            version: number;
        };
        /**
         * JoinInput
         * @description What somebody fills in to wait for a seat; either Plex user name or address is needed.
         */
        JoinInput: {
            /** Email */
            email: string;
            /**
             * Location Id
             * @default null
             */
            location_id?: string | null;
            /**
             * Media Email
             * @default
             */
            media_email?: string;
            /**
             * Media Username
             * @default
             */
            media_username?: string;
            /**
             * Name
             * @default
             */
            name?: string;
            /** Plan Id */
            plan_id: string;
            /**
             * Referral Code
             * @default
             */
            referral_code?: string;
        };
        /**
         * KeyedPlatform
         * @description Platforms whose servers are reached by address and key.
         * @enum {string}
         */
        KeyedPlatform: "emby" | "jellyfin";
        /**
         * LadderStepShape
         * @description From so many strikes on, the measure holds for so many hours; a warning for none.
         */
        LadderStepShape: {
            /** Hours */
            hours: number;
            measure: components["schemas"]["Measure"];
            /** Strikes */
            strikes: number;
        };
        /**
         * LeavingShape
         * @description Somebody whose seat becomes free then, if nothing more is paid.
         */
        LeavingShape: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** User Id */
            user_id: string;
            /** User Label */
            user_label: string;
            /** Why */
            why: string;
        };
        /**
         * LessFarShape
         * @description A server on which a rule goes less far.
         */
        LessFarShape: {
            /** Id */
            id: string;
            mode: components["schemas"]["EnforcementMode"];
            /** Name */
            name: string;
        };
        /**
         * LibraryList
         * @description The libraries of all servers, by server.
         */
        LibraryList: {
            /** Items */
            items: components["schemas"]["LibraryOfServer"][];
        };
        /**
         * LibraryOfServer
         * @description A library with its server.
         */
        LibraryOfServer: {
            /** Group Id */
            group_id: string;
            /** Id */
            id: string;
            /** Is Missing */
            is_missing: boolean;
            /** Key */
            key: string;
            /** Kind */
            kind: string;
            /** Server Id */
            server_id: string;
            /** Server Name */
            server_name: string;
            /** Title */
            title: string;
            /** Version */
            version: number;
        };
        /**
         * LibraryShape
         * @description A library; only those of a group that is not Private are ever shared.
         */
        LibraryShape: {
            /** Group Id */
            group_id: string;
            /** Id */
            id: string;
            /** Is Missing */
            is_missing: boolean;
            /** Key */
            key: string;
            /** Kind */
            kind: string;
            /** Title */
            title: string;
            /** Version */
            version: number;
        };
        /**
         * LimitRuleList
         * @description All rules, counted since then; `is_cut` when more struck than were counted.
         */
        LimitRuleList: {
            /** Is Cut */
            is_cut: boolean;
            /** Items */
            items: components["schemas"]["LimitRuleShape"][];
            /**
             * Since
             * Format: date-time
             */
            since: string;
            site_mode: components["schemas"]["EnforcementMode"];
        };
        /**
         * LimitRuleShape
         * @description One rule: how far it goes, what sets it, how often it struck in the last days.
         *
         *     `mode` is what holds on the site, `own_mode` what the rule's own setting says. While it is not
         *     set by any plan, server or setting (`is_set`) nobody can break it. `acted` of those `struck`
         *     were carried out.
         */
        LimitRuleShape: {
            /** Acted */
            acted: number;
            /** Is Set */
            is_set: boolean;
            /** Less Far */
            less_far: components["schemas"]["LessFarShape"][];
            mode: components["schemas"]["EnforcementMode"];
            own_mode: components["schemas"]["EnforcementMode"];
            /** Plans */
            plans: components["schemas"]["NamedShape"][];
            rule: components["schemas"]["Rule"];
            /** Servers */
            servers: components["schemas"]["NamedShape"][];
            /** Struck */
            struck: number;
        };
        /**
         * LimitSettingsShape
         * @description How the rules are kept on the whole site; plans and servers say what is limited.
         *
         *     A violation lasts `sustain_seconds` before a stream is stopped, and a session that was stopped
         *     is left alone for `cool_down_seconds`. Weeks begin at midnight of `week_begins_on` (0 is
         *     Monday). Streams rest at most `stops_paused_after_minutes` (0: for ever), and count no longer
         *     once they made no progress for `ghost_after_minutes` (0: they always count).
         */
        LimitSettingsShape: {
            /** Activity Days */
            activity_days: number;
            /** Cool Down Seconds */
            cool_down_seconds: number;
            /** Ghost After Minutes */
            ghost_after_minutes: number;
            /** Ladder */
            ladder: components["schemas"]["LadderStepShape"][];
            modes: components["schemas"]["RuleModes"];
            /** Restricted Group Ids */
            restricted_group_ids: string[];
            /** Sharing Score From */
            sharing_score_from: number;
            stop_mode: components["schemas"]["StopMode"];
            /** Stops Paused After Minutes */
            stops_paused_after_minutes: number;
            /** Strike Window Hours */
            strike_window_hours: number;
            /** Sustain Seconds */
            sustain_seconds: number;
            /** Version */
            version: number;
            /** Warns First */
            warns_first: boolean;
            /** Week Begins On */
            week_begins_on: number;
        };
        /**
         * LinePreview
         * @description A row of a list as it was read, and what would become of it.
         *
         *     `verdict` is *new*, *known* (a user who gets more time), *done* (invited before) or *bad*.
         */
        LinePreview: {
            amount: components["schemas"]["MoneyShape"] | null;
            /** Ends */
            ends: string;
            /** Number */
            number: number;
            /** Payment Id */
            payment_id: string | null;
            /** Person */
            person: string;
            /** Plan Name */
            plan_name: string;
            /** Problems */
            problems: components["schemas"]["ProblemShape"][];
            /** Server Name */
            server_name: string;
            /** Starts */
            starts: string;
            /** User Id */
            user_id: string | null;
            /** Verdict */
            verdict: string;
            /** Warnings */
            warnings: string[];
        };
        /**
         * LineShape
         * @description A line of the ledger: money that moved, store credit, and seconds of paid time.
         */
        LineShape: {
            /** Actor */
            actor: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            credit: components["schemas"]["MoneyShape"] | null;
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            money: components["schemas"]["MoneyShape"] | null;
            /** Seconds */
            seconds: number;
            /** User Id */
            user_id: string | null;
            /** User Label */
            user_label: string;
            /** Why */
            why: string;
        };
        /**
         * LinkedGroup
         * @description A master, the linked users, and what does not fit, in sentences.
         */
        LinkedGroup: {
            master: components["schemas"]["LinkedMember"];
            /** Subs */
            subs: components["schemas"]["LinkedMember"][];
            /** Warnings */
            warnings: string[];
        };
        /**
         * LinkedGroupList
         * @description Groups, the last changed first.
         */
        LinkedGroupList: {
            /** Items */
            items: components["schemas"]["LinkedGroup"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * LinkedMember
         * @description Somebody of a group; with `is_left_out` paid time, but no access until invited by hand.
         */
        LinkedMember: {
            /** Is Left Out */
            is_left_out: boolean;
            /** Label */
            label: string;
            /** Paid Until */
            paid_until: string | null;
            /** Plan Name */
            plan_name: string;
            /** Standing */
            standing: string;
            /** User Id */
            user_id: string;
        };
        /**
         * LinkInput
         * @description Whom the master is to pay for.
         */
        LinkInput: {
            /** Sub Id */
            sub_id: string;
        };
        /**
         * LinkPreview
         * @description What would not fit if the two were linked, in sentences.
         */
        LinkPreview: {
            /** Warnings */
            warnings: string[];
        };
        /**
         * ListInput
         * @description People as pasted lines or the text of a CSV file: person, plan, start, end, amount, note.
         */
        ListInput: {
            /** Text */
            text: string;
        };
        /**
         * ListPreview
         * @description Every row of a list; `ready` of them would invite somebody.
         */
        ListPreview: {
            /** Items */
            items: components["schemas"]["LinePreview"][];
            /** Ready */
            ready: number;
        };
        /**
         * LocationList
         * @description All locations by name.
         */
        LocationList: {
            /** Items */
            items: components["schemas"]["LocationShape"][];
        };
        /**
         * LocationShape
         * @description A place that customers can prefer, with how many servers stand there.
         */
        LocationShape: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Servers */
            servers: number;
            /** Version */
            version: number;
        };
        /**
         * MailInput
         * @description The mail server; a password that is null stays as it is.
         */
        MailInput: {
            /** Enabled */
            enabled: boolean;
            /** From Address */
            from_address: string;
            /** From Name */
            from_name: string;
            /** Host */
            host: string;
            /**
             * Password
             * @default null
             */
            password?: string | null;
            /** Port */
            port: number;
            security: components["schemas"]["MailSecurity"];
            /** Username */
            username: string;
            /** Version */
            version: number;
        };
        /**
         * MailSecurity
         * @description How the SMTP connection is protected.
         * @enum {string}
         */
        MailSecurity: "none" | "starttls" | "tls";
        /**
         * MailShape
         * @description The mail server, without its password.
         */
        MailShape: {
            /** Enabled */
            enabled: boolean;
            /** From Address */
            from_address: string;
            /** From Name */
            from_name: string;
            /** Host */
            host: string;
            password: components["schemas"]["SecretShape"];
            /** Port */
            port: number;
            security: components["schemas"]["MailSecurity"];
            /** Username */
            username: string;
            /** Version */
            version: number;
        };
        /**
         * ManualPayment
         * @description Money received elsewhere; without dates it adds one term of the plan.
         */
        ManualPayment: {
            amount: components["schemas"]["MoneyInput"];
            /**
             * Ends At
             * @default null
             */
            ends_at?: string | null;
            /** External Id */
            external_id: string;
            /**
             * Notes
             * @default
             */
            notes?: string;
            /** Plan Id */
            plan_id: string;
            /**
             * Starts At
             * @default null
             */
            starts_at?: string | null;
            /** User Id */
            user_id: string;
        };
        /**
         * Measure
         * @description What the ladder does to somebody who offends repeatedly (X026).
         * @enum {string}
         */
        Measure: "warn" | "restrict" | "suspend";
        /**
         * MediaChangeInput
         * @description The same, and whether they have to change the account, or no longer have to.
         */
        MediaChangeInput: {
            /**
             * Account Id
             * @default null
             */
            account_id?: string | null;
            /**
             * Is Needed
             * @default true
             */
            is_needed?: boolean;
            /**
             * Server Id
             * @default null
             */
            server_id?: string | null;
        };
        /**
         * MediaChangeOrder
         * @description The job that marks them.
         */
        MediaChangeOrder: {
            /** Job Id */
            job_id: string;
        };
        /**
         * MediaChangePreview
         * @description How many people that are.
         */
        MediaChangePreview: {
            /** People */
            people: number;
        };
        /**
         * MediaChangeQuestion
         * @description Everybody of one server, or of all servers of a Plex account: one of the two.
         */
        MediaChangeQuestion: {
            /**
             * Account Id
             * @default null
             */
            account_id?: string | null;
            /**
             * Server Id
             * @default null
             */
            server_id?: string | null;
        };
        /**
         * MediaHookAddress
         * @description The address to enter at the server; who knows it can have the server looked at.
         */
        MediaHookAddress: {
            hook: components["schemas"]["MediaHookShape"];
            /** Url */
            url: string;
        };
        /**
         * MediaHookShape
         * @description What is known of a server's webhooks, without the secret in their address.
         *
         *     `arrived_at` is to the minute; `sender` and `event` are of what arrived then, empty where they
         *     were not understood. Until `old_until` the address before this one works as well.
         */
        MediaHookShape: {
            /** Arrived At */
            arrived_at: string | null;
            /** Event */
            event: string;
            /** Is Made */
            is_made: boolean;
            /** Looked At */
            looked_at: string | null;
            /** Made At */
            made_at: string | null;
            /** Old Until */
            old_until: string | null;
            /** Sender */
            sender: string;
        };
        /**
         * MediaSettingsShape
         * @description What is taken over from media servers; `ignored_servers` are machine ids.
         */
        MediaSettingsShape: {
            /** Ignored Servers */
            ignored_servers: string[];
            /** Import As Permanent */
            import_as_permanent: boolean;
            /** Refresh Statistics */
            refresh_statistics: boolean;
            /** Sync From Remote */
            sync_from_remote: boolean;
            /** Sync Shared Libraries */
            sync_shared_libraries: boolean;
            /**
             * Template Account
             * @default
             */
            template_account?: string;
            /** Version */
            version: number;
        };
        /**
         * MediaShape
         * @description Who somebody is at plex.tv.
         */
        MediaShape: {
            /** Email */
            email: string;
            /** Is Proven */
            is_proven: boolean;
            /** Plex Id */
            plex_id: string;
            /** Username */
            username: string;
        };
        /**
         * MergeInput
         * @description The double that goes, and whether its media account is the one that stays.
         */
        MergeInput: {
            /** Gone Id */
            gone_id: string;
            /** Takes Media */
            takes_media: boolean;
        };
        /**
         * MergeOrder
         * @description The job that merges the two.
         */
        MergeOrder: {
            /** Job Id */
            job_id: string;
        };
        /**
         * MergePreview
         * @description What the merge would come to; nothing was done.
         */
        MergePreview: {
            /** Gone Label */
            gone_label: string;
            /** Gone Media */
            gone_media: string;
            /** Kept Media */
            kept_media: string;
            /** Payments */
            payments: number;
            /** Warnings */
            warnings: string[];
        };
        /**
         * MeterShape
         * @description What somebody used of the week's allowance; the week ends at `ends_at`.
         *
         *     `unmeasured_hours` of the hours ran at an unknown bitrate and are in no GB.
         */
        MeterShape: {
            /**
             * Ends At
             * Format: date-time
             */
            ends_at: string;
            /** Gb */
            gb: number;
            /** Hours */
            hours: number;
            /** Percent */
            percent: number;
            /** Unmeasured Hours */
            unmeasured_hours: number;
            /** Weekly Gb */
            weekly_gb: number | null;
            /** Weekly Hours */
            weekly_hours: number | null;
        };
        /**
         * MigrationInput
         * @description Who moves from where to where, and how.
         *
         *     `plan_id` counts where `whom` is *plan*, `user_ids` where it is *picked*, `days` where
         *     `old_access` is *days*. `canary` people go first (0: nobody does); after them it goes on by
         *     itself, or with `waits_for_word` when somebody says so. `batch` people move at once.
         */
        MigrationInput: {
            /**
             * Batch
             * @default 10
             */
            batch?: number;
            /**
             * Canary
             * @default 1
             */
            canary?: number;
            /**
             * Days
             * @default 14
             */
            days?: number;
            /**
             * Moves Permanent
             * @default true
             */
            moves_permanent?: boolean;
            /**
             * Note
             * @default
             */
            note?: string;
            /** @default accepted */
            old_access?: components["schemas"]["OldAccess"];
            /**
             * Plan Id
             * @default null
             */
            plan_id?: string | null;
            /** Source Id */
            source_id: string;
            /** Target Id */
            target_id: string;
            /** User Ids */
            user_ids?: string[];
            /**
             * Waits For Word
             * @default false
             */
            waits_for_word?: boolean;
            /** @default all */
            whom?: components["schemas"]["Whom"];
        };
        /**
         * MigrationList
         * @description Migrations, newest first.
         */
        MigrationList: {
            /** Items */
            items: components["schemas"]["MigrationShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * MigrationPreview
         * @description What a migration would do; nothing was done.
         */
        MigrationPreview: {
            /** Moving */
            moving: number;
            /** People */
            people: components["schemas"]["ProspectShape"][];
            /** Source Id */
            source_id: string;
            /** Source Name */
            source_name: string;
            /** Staying */
            staying: number;
            /** Target Id */
            target_id: string;
            /** Target Name */
            target_name: string;
        };
        /**
         * MigrationShape
         * @description A migration; `counts` are its moves by state, as of the last look at it.
         */
        MigrationShape: {
            /** Batch */
            batch: number;
            /** Canary */
            canary: number;
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Days */
            days: number;
            /** Ended At */
            ended_at: string | null;
            /** Id */
            id: string;
            /** Note */
            note: string;
            old_access: components["schemas"]["OldAccess"];
            /** People */
            people: number;
            /** Plan Id */
            plan_id: string | null;
            /** Source Id */
            source_id: string;
            /** Source Name */
            source_name: string;
            state: components["schemas"]["MigrationState"];
            /** Target Id */
            target_id: string;
            /** Target Name */
            target_name: string;
            /** Undoes */
            undoes: string | null;
            /** Waits For Word */
            waits_for_word: boolean;
            whom: components["schemas"]["Whom"];
            /** Why */
            why: string;
        };
        /**
         * MigrationStart
         * @description A migration as it was seen in the preview: so many people would move.
         */
        MigrationStart: {
            /**
             * Batch
             * @default 10
             */
            batch?: number;
            /**
             * Canary
             * @default 1
             */
            canary?: number;
            /**
             * Days
             * @default 14
             */
            days?: number;
            /** Expected */
            expected: number;
            /**
             * Moves Permanent
             * @default true
             */
            moves_permanent?: boolean;
            /**
             * Note
             * @default
             */
            note?: string;
            /** @default accepted */
            old_access?: components["schemas"]["OldAccess"];
            /**
             * Plan Id
             * @default null
             */
            plan_id?: string | null;
            /** Source Id */
            source_id: string;
            /** Target Id */
            target_id: string;
            /** User Ids */
            user_ids?: string[];
            /**
             * Waits For Word
             * @default false
             */
            waits_for_word?: boolean;
            /** @default all */
            whom?: components["schemas"]["Whom"];
        };
        /**
         * MigrationState
         * @description Where a migration stands.
         * @enum {string}
         */
        MigrationState: "canary" | "running" | "paused" | "cancelling" | "cancelled" | "done";
        /**
         * MoneyInput
         * @description An amount to set, in the currency's smallest unit.
         */
        MoneyInput: {
            /** Currency */
            currency: string;
            /** Minor */
            minor: number;
        };
        /**
         * MoneyShape
         * @description An amount in the currency's smallest unit.
         */
        MoneyShape: {
            /** Currency */
            currency: string;
            /** Minor */
            minor: number;
        };
        /**
         * MoveList
         * @description The moves of a migration in the order of their turns; they come whole.
         */
        MoveList: {
            /** Items */
            items: components["schemas"]["MoveShape"][];
        };
        /**
         * MoveShape
         * @description One person's part; `has_left` tells that what they had on the source has ended.
         */
        MoveShape: {
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Has Left */
            has_left: boolean;
            /** Label */
            label: string;
            /** Place */
            place: number;
            /** Reason */
            reason: string;
            state: components["schemas"]["MoveState"];
            /** User Id */
            user_id: string;
        };
        /**
         * MoveState
         * @description Where the move of one person stands.
         * @enum {string}
         */
        MoveState: "waiting" | "moving" | "placed" | "accepted" | "left_source" | "failed" | "undone";
        /**
         * Name
         * @description A name to give.
         */
        Name: {
            /** Name */
            name: string;
        };
        /**
         * NamedShape
         * @description A plan or a server by name.
         */
        NamedShape: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * NewDiscount
         * @description The same with the code itself, which stays.
         */
        NewDiscount: {
            /**
             * Allows Recurring
             * @default false
             */
            allows_recurring?: boolean;
            /** @default null */
            amount?: components["schemas"]["MoneyInput"] | null;
            /** Code */
            code: string;
            /**
             * Email
             * @default
             */
            email?: string;
            /**
             * Expires At
             * @default null
             */
            expires_at?: string | null;
            /**
             * Is Active
             * @default true
             */
            is_active?: boolean;
            /**
             * Max Uses
             * @default null
             */
            max_uses?: number | null;
            /**
             * Percent
             * @default null
             */
            percent?: string | null;
        };
        /**
         * NewKeyedServer
         * @description Where a server is, and the API key that was made for us in its dashboard.
         */
        NewKeyedServer: {
            /** Key */
            key: string;
            platform: components["schemas"]["KeyedPlatform"];
            /** Url */
            url: string;
        };
        /**
         * NewReach
         * @description Another address of a server, and another key unless the present one stays.
         */
        NewReach: {
            /**
             * Key
             * @default null
             */
            key?: string | null;
            /** Url */
            url: string;
        };
        /**
         * NewServer
         * @description Which of an account's servers to add, at which address.
         */
        NewServer: {
            /** Account Id */
            account_id: string;
            /** Machine Id */
            machine_id: string;
            /** Url */
            url: string;
        };
        /**
         * NoInput
         * @description Nothing to send.
         */
        NoInput: Record<string, never>;
        /**
         * NowShape
         * @description What runs on all enabled servers, by name, as it was at `at`, so many seconds ago.
         */
        NowShape: {
            /** Age Seconds */
            age_seconds: number;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Servers */
            servers: components["schemas"]["ServerNowShape"][];
        };
        /**
         * Offers
         * @description What gateways call the plan, so that it can be paid again and again; empty: not there.
         */
        Offers: {
            /**
             * Paypal
             * @default
             */
            paypal?: string;
            /**
             * Stripe
             * @default
             */
            stripe?: string;
        };
        /**
         * OfferShape
         * @description What a gateway charges for a plan; `difference` says how it differs, if it does.
         */
        OfferShape: {
            /** Difference */
            difference: string;
            /** Gateway */
            gateway: string;
            /** Offer Ref */
            offer_ref: string;
        };
        /**
         * OldAccess
         * @description When the share of the source ends; never before the new one is there to be taken.
         * @enum {string}
         */
        OldAccess: "accepted" | "days" | "at_once";
        /**
         * OrderShape
         * @description The checkout that the payment came from.
         */
        OrderShape: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Discount Code */
            discount_code: string;
            /** Email */
            email: string;
            /** Id */
            id: string;
            /** Mode */
            mode: string;
            /** Name */
            name: string;
            /** Plan Name */
            plan_name: string;
            price: components["schemas"]["MoneyShape"];
            /** Status */
            status: string;
        };
        /**
         * OtherAmounts
         * @description What an amount buys that is no multiple of the plan's price.
         * @enum {string}
         */
        OtherAmounts: "review" | "days" | "credit";
        /**
         * OutageList
         * @description Outages, the newest first.
         */
        OutageList: {
            /** Items */
            items: components["schemas"]["OutageShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * OutageShape
         * @description A time in which a server did not answer, from the first failed check to the first good one.
         *
         *     `people` had paid and missed it; `given` of them have their `days` back, which are its length
         *     rounded up, one at least. `why` is what the last failed check said.
         */
        OutageShape: {
            /**
             * Began At
             * Format: date-time
             */
            began_at: string;
            /** Days */
            days: number;
            /** Decided At */
            decided_at: string | null;
            /**
             * Ended At
             * Format: date-time
             */
            ended_at: string;
            /** Finished At */
            finished_at: string | null;
            /** Given */
            given: number;
            /** Id */
            id: string;
            /** Minutes */
            minutes: number;
            /** People */
            people: number;
            /** Server Id */
            server_id: string;
            /** Server Name */
            server_name: string;
            state: components["schemas"]["OutageState"];
            /** Version */
            version: number;
            /** Why */
            why: string;
        };
        /**
         * OutageState
         * @description What was decided about an outage.
         * @enum {string}
         */
        OutageState: "ended" | "open" | "giving" | "compensated" | "left";
        /**
         * Outcome
         * @description What becomes of somebody who is on a server.
         * @enum {string}
         */
        Outcome: "new" | "joined" | "changed" | "known" | "undecided" | "blocked" | "unsure" | "left_alone";
        /**
         * OutlookShape
         * @description What happens when if nothing is paid: access ends, the person leaves, or has left.
         *
         *     Between the end and the deletion the libraries of the groups in `keeps` stay shared, or the
         *     account `locks` and keeps all it has.
         */
        OutlookShape: {
            /** Deleted At */
            deleted_at: string | null;
            /** Deletes At */
            deletes_at: string | null;
            /** Ends At */
            ends_at: string | null;
            /** Keeps */
            keeps: string[];
            /** Locks */
            locks: boolean;
        };
        /**
         * OverviewShape
         * @description The site at a glance; `shop_notice` says why nothing can be bought, empty when it can.
         *
         *     `at_least` names the figures that were cut, so that the truth may be higher. `days` are what
         *     was counted day by day, the latest first.
         */
        OverviewShape: {
            /** Active Users */
            active_users: number;
            /** At Least */
            at_least: string[];
            /** Attention */
            attention: number;
            /** Days */
            days: components["schemas"]["DayShape"][];
            /** Decisions 24 Hours */
            decisions_24_hours: number;
            /** Income 30 Days */
            income_30_days: components["schemas"]["MoneyShape"][];
            /**
             * Now
             * Format: date-time
             */
            now: string;
            /** Open Orders */
            open_orders: number;
            /** Payments 30 Days */
            payments_30_days: number;
            /** Servers */
            servers: components["schemas"]["ServerLoad"][];
            /** Shop Notice */
            shop_notice: string;
            /** Trial Users */
            trial_users: number;
            /** Users Ending Soon */
            users_ending_soon: number;
            /** Webhooks Refused 7 Days */
            webhooks_refused_7_days: number;
        };
        /**
         * PartList
         * @description The parts of a payment, by sequence number.
         */
        PartList: {
            /** Items */
            items: components["schemas"]["PaymentShape"][];
        };
        /**
         * PartShape
         * @description What one part of a run would do; `is_cut` when there is more than was looked at.
         */
        PartShape: {
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Is Cut */
            is_cut: boolean;
            /** Name */
            name: string;
            /** Note */
            note: string;
            /** Steps */
            steps: components["schemas"]["StepShape"][];
        };
        /**
         * PaymentList
         * @description Payments, the latest paid first.
         */
        PaymentList: {
            /** Items */
            items: components["schemas"]["PaymentShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * PaymentSettingsShape
         * @description How the site sells, and what it does when money goes another way than asked.
         */
        PaymentSettingsShape: {
            dispute_policy: components["schemas"]["ReversalPolicy"];
            /** Grace Days */
            grace_days: number;
            /** Once Enabled */
            once_enabled: boolean;
            other_amounts: components["schemas"]["OtherAmounts"];
            provisioning_policy: components["schemas"]["ProvisioningPolicy"];
            /** Recurring Enabled */
            recurring_enabled: boolean;
            /**
             * Refund Policy
             * @enum {string}
             */
            refund_policy: "keep" | "shorten" | "revoke";
            /** Version */
            version: number;
        };
        /**
         * PaymentShape
         * @description A payment in the books.
         *
         *     `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
         *     else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
         *     paid it for a group, in which the parts after the first come along without money.
         */
        PaymentShape: {
            amount: components["schemas"]["MoneyShape"];
            /** Attention */
            attention: string;
            /** Candidates */
            candidates: components["schemas"]["PersonShape"][];
            credit: components["schemas"]["MoneyShape"] | null;
            /** Dispute */
            dispute: string;
            /** Ends At */
            ends_at: string | null;
            /** External Id */
            external_id: string;
            /** Gateway */
            gateway: string;
            /** Id */
            id: string;
            kept_as_credit: components["schemas"]["MoneyShape"] | null;
            left: components["schemas"]["MoneyShape"];
            /** Master Id */
            master_id: string | null;
            /** Notes */
            notes: string;
            /** Order Id */
            order_id: string | null;
            /**
             * Paid At
             * Format: date-time
             */
            paid_at: string;
            /** Parts */
            parts: number;
            /** Payer Email */
            payer_email: string;
            /** Payer Name */
            payer_name: string;
            /** Plan Id */
            plan_id: string | null;
            /** Plan Name */
            plan_name: string;
            /**
             * Recorded At
             * Format: date-time
             */
            recorded_at: string;
            refunded: components["schemas"]["MoneyShape"] | null;
            /** Sequence */
            sequence: number;
            /** Starts At */
            starts_at: string | null;
            /** Status */
            status: string;
            /** Subscription Ref */
            subscription_ref: string;
            /** User Id */
            user_id: string | null;
            /** User Label */
            user_label: string;
            /** Version */
            version: number;
        };
        /**
         * PayPalInput
         * @description The primary PayPal account; secrets that are null stay as they are.
         */
        PayPalInput: {
            /** Checkout Enabled */
            checkout_enabled: boolean;
            /** Client Id */
            client_id: string;
            /**
             * Client Secret
             * @default null
             */
            client_secret?: string | null;
            /** Enabled */
            enabled: boolean;
            /** Is Business */
            is_business: boolean;
            mode: components["schemas"]["PayPalMode"];
            /**
             * Nvp Password
             * @default null
             */
            nvp_password?: string | null;
            /**
             * Nvp Signature
             * @default null
             */
            nvp_signature?: string | null;
            /** Nvp Username */
            nvp_username: string;
            reads_by: components["schemas"]["PayPalReading"];
            /** Recurring Enabled */
            recurring_enabled: boolean;
            /** Sync Enabled */
            sync_enabled: boolean;
            /** Version */
            version: number;
            /** Webhook Id */
            webhook_id: string;
        };
        /**
         * PayPalMode
         * @description Which of PayPal's two worlds credentials belong to.
         * @enum {string}
         */
        PayPalMode: "sandbox" | "live";
        /**
         * PayPalReading
         * @description By which of PayPal's interfaces transactions are read; NVP shows them sooner.
         * @enum {string}
         */
        PayPalReading: "rest" | "nvp";
        /**
         * PayPalShape
         * @description The primary PayPal account, without its secrets.
         */
        PayPalShape: {
            /** Checkout Enabled */
            checkout_enabled: boolean;
            /** Client Id */
            client_id: string;
            client_secret: components["schemas"]["SecretShape"];
            /** Enabled */
            enabled: boolean;
            /** Is Business */
            is_business: boolean;
            mode: components["schemas"]["PayPalMode"];
            nvp_password: components["schemas"]["SecretShape"];
            nvp_signature: components["schemas"]["SecretShape"];
            /** Nvp Username */
            nvp_username: string;
            reads_by: components["schemas"]["PayPalReading"];
            /** Recurring Enabled */
            recurring_enabled: boolean;
            /** Sync Enabled */
            sync_enabled: boolean;
            /** Version */
            version: number;
            /** Webhook Events */
            webhook_events: string[];
            /** Webhook Id */
            webhook_id: string;
            /** Webhook Url */
            webhook_url: string;
        };
        /**
         * PeopleOfServer
         * @description The people of a server.
         */
        PeopleOfServer: {
            /** Items */
            items: components["schemas"]["PersonOnServer"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * PeriodShape
         * @description Access under one plan in [starts_at, ends_at).
         */
        PeriodShape: {
            /**
             * Ends At
             * Format: date-time
             */
            ends_at: string;
            /** Is Trial */
            is_trial: boolean;
            /** Payment Id */
            payment_id: string;
            /** Plan Id */
            plan_id: string;
            /** Plan Name */
            plan_name: string;
            /**
             * Starts At
             * Format: date-time
             */
            starts_at: string;
        };
        /**
         * PersonHours
         * @description How many hours somebody watched.
         */
        PersonHours: {
            /** Hours */
            hours: number;
            /** User Id */
            user_id: string;
            /** User Label */
            user_label: string;
        };
        /**
         * PersonOnServer
         * @description Somebody's share of a server, with what was paid for; `paid_until` may be past.
         */
        PersonOnServer: {
            /** Accepted At */
            accepted_at: string | null;
            /** Allows Downloads */
            allows_downloads: boolean;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Invited At */
            invited_at: string | null;
            /** Is Trial */
            is_trial: boolean;
            /** Libraries */
            libraries: string[];
            /** Paid Until */
            paid_until: string | null;
            /** Plan Name */
            plan_name: string;
            /** Server Id */
            server_id: string;
            /** Server Name */
            server_name: string;
            /** Standing */
            standing: string;
            /** State */
            state: string;
            /** User Id */
            user_id: string;
            /** User Label */
            user_label: string;
            /** Verified At */
            verified_at: string | null;
        };
        /**
         * PersonShape
         * @description Somebody by id and name.
         */
        PersonShape: {
            /** Id */
            id: string;
            /** Label */
            label: string;
        };
        /**
         * PlanChange
         * @description The same for a plan that exists.
         */
        PlanChange: {
            /**
             * Allows Downloads
             * @default false
             */
            allows_downloads?: boolean;
            /**
             * Description
             * @default
             */
            description?: string;
            /** Group Ids */
            group_ids: string[];
            /**
             * Is Active
             * @default true
             */
            is_active?: boolean;
            /**
             * Is Trial
             * @default false
             */
            is_trial?: boolean;
            limits?: components["schemas"]["PlanLimitsShape"];
            /** Max Streams */
            max_streams: number;
            /**
             * Max Sub Accounts
             * @default 0
             */
            max_sub_accounts?: number;
            /** Name */
            name: string;
            offers?: components["schemas"]["Offers"];
            price: components["schemas"]["MoneyInput"];
            /**
             * Shares Limit
             * @default false
             */
            shares_limit?: boolean;
            /**
             * Sort Order
             * @default 0
             */
            sort_order?: number;
            /** Target Server Ids */
            target_server_ids?: string[];
            term: components["schemas"]["TermShape"];
            /** Version */
            version: number;
        };
        /**
         * PlanInput
         * @description What can be set of a plan.
         */
        PlanInput: {
            /**
             * Allows Downloads
             * @default false
             */
            allows_downloads?: boolean;
            /**
             * Description
             * @default
             */
            description?: string;
            /** Group Ids */
            group_ids: string[];
            /**
             * Is Active
             * @default true
             */
            is_active?: boolean;
            /**
             * Is Trial
             * @default false
             */
            is_trial?: boolean;
            limits?: components["schemas"]["PlanLimitsShape"];
            /** Max Streams */
            max_streams: number;
            /**
             * Max Sub Accounts
             * @default 0
             */
            max_sub_accounts?: number;
            /** Name */
            name: string;
            offers?: components["schemas"]["Offers"];
            price: components["schemas"]["MoneyInput"];
            /**
             * Shares Limit
             * @default false
             */
            shares_limit?: boolean;
            /**
             * Sort Order
             * @default 0
             */
            sort_order?: number;
            /** Target Server Ids */
            target_server_ids?: string[];
            term: components["schemas"]["TermShape"];
        };
        /**
         * PlanLimitsShape
         * @description What a plan allows beside how many streams; null sets no limit.
         *
         *     Weeks are the site's. People may stream from `from_hour` until `to_hour` of the site's day;
         *     null for both allows the whole day. `stop_mode` takes the place of the site's.
         */
        PlanLimitsShape: {
            /** Allows Transcoding */
            allows_transcoding: boolean;
            /** From Hour */
            from_hour: number | null;
            /** Max Bitrate Kbps */
            max_bitrate_kbps: number | null;
            /** Max Devices */
            max_devices: number | null;
            stop_mode: components["schemas"]["StopMode"] | null;
            /** To Hour */
            to_hour: number | null;
            /** Weekly Downloads */
            weekly_downloads: number | null;
            /** Weekly Gb */
            weekly_gb: number | null;
            /** Weekly Hours */
            weekly_hours: number | null;
        };
        /**
         * PlanList
         * @description All plans that are not archived.
         */
        PlanList: {
            /** Items */
            items: components["schemas"]["PlanShape"][];
        };
        /**
         * PlannedActionShape
         * @description One thing that a run would do about somebody's access.
         */
        PlannedActionShape: {
            /** Action */
            action: string;
            /** Libraries */
            libraries: string[];
            /** Server Id */
            server_id: string | null;
            /** Server Name */
            server_name: string;
            /** User Id */
            user_id: string;
            /** User Label */
            user_label: string;
            /** Why */
            why: string;
        };
        /**
         * PlannedMailShape
         * @description A mail as it would go out.
         */
        PlannedMailShape: {
            /** Subject */
            subject: string;
            /** Text */
            text: string;
            /** To */
            to: string;
        };
        /**
         * PlanOfGroup
         * @description A plan that includes a group.
         */
        PlanOfGroup: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * PlanRole
         * @description The role of those who have a plan, beside the one of all subscribers.
         */
        PlanRole: {
            /** Plan Id */
            plan_id: string;
            /** Role */
            role: string;
        };
        /**
         * PlanShape
         * @description An offer.
         */
        PlanShape: {
            /** Allows Downloads */
            allows_downloads: boolean;
            /** Description */
            description: string;
            /** Group Ids */
            group_ids: string[];
            /** Id */
            id: string;
            /** Is Active */
            is_active: boolean;
            /** Is Archived */
            is_archived: boolean;
            /** Is Default */
            is_default: boolean;
            /** Is Trial */
            is_trial: boolean;
            limits: components["schemas"]["PlanLimitsShape"];
            /** Max Streams */
            max_streams: number;
            /** Max Sub Accounts */
            max_sub_accounts: number;
            /** Name */
            name: string;
            offers: components["schemas"]["Offers"];
            price: components["schemas"]["MoneyShape"];
            /** Shares Limit */
            shares_limit: boolean;
            /** Sort Order */
            sort_order: number;
            /** Target Server Ids */
            target_server_ids: string[];
            term: components["schemas"]["TermShape"];
            /** Version */
            version: number;
        };
        /**
         * PlanWhyShape
         * @description Whether customers see the plan and can have it, what decides it, and every rule.
         */
        PlanWhyShape: {
            /** Because */
            because: string;
            /** Can Be Had */
            can_be_had: boolean;
            /** Candidates */
            candidates: components["schemas"]["CandidateShape"][];
            /** Is Shown */
            is_shown: boolean;
            /** Rules */
            rules: components["schemas"]["RuleShape"][];
        };
        /**
         * PlayingShape
         * @description A stream that runs now; `first_seen` is None for one that no sweep has seen yet.
         *
         *     `decision` is what the last sweep decided about it: a kind, or "observed" for a stop that was
         *     recorded and not done; empty for nothing.
         */
        PlayingShape: {
            /** Address */
            address: string;
            /** Address Kind */
            address_kind: string;
            /** Bitrate Kbps */
            bitrate_kbps: number;
            /** Decision */
            decision: string;
            /** Device Name */
            device_name: string;
            /** Duration Seconds */
            duration_seconds: number | null;
            /** First Seen */
            first_seen: string | null;
            /** Is Owner */
            is_owner: boolean;
            /** Media Kind */
            media_kind: string;
            /** Position Seconds */
            position_seconds: number | null;
            /** Product */
            product: string;
            /** Resolution */
            resolution: string;
            /** Session Key */
            session_key: string;
            /** State */
            state: string;
            /** Title */
            title: string;
            /** Transcodes Video */
            transcodes_video: boolean;
            /** User Id */
            user_id: string | null;
            /** User Label */
            user_label: string;
            /** Username */
            username: string;
        };
        /**
         * PlexAccountInput
         * @description What can be changed of an account.
         */
        PlexAccountInput: {
            /** Calls Per Second */
            calls_per_second: number;
            /** Max People */
            max_people: number;
            /** Version */
            version: number;
        };
        /**
         * PlexAccountList
         * @description All Plex accounts.
         */
        PlexAccountList: {
            /** Items */
            items: components["schemas"]["PlexAccountShape"][];
        };
        /**
         * PlexAccountShape
         * @description A plex.tv account; its token is never shown.
         *
         *     `people` are those on its `servers` and the seats held there, `others` those whom somebody else
         *     placed there, of `max_people` at most together. plex.tv is called `calls_per_second` for it.
         *     `warnings` are what its owner has to know.
         */
        PlexAccountShape: {
            /** Calls Per Second */
            calls_per_second: number;
            /** Checked At */
            checked_at: string | null;
            /** Email */
            email: string;
            /** Has Plex Pass */
            has_plex_pass: boolean;
            /** Id */
            id: string;
            /** Max People */
            max_people: number;
            /** Others */
            others: number;
            /** People */
            people: number;
            /** Plex Id */
            plex_id: string;
            /** Servers */
            servers: string[];
            /** Token Error */
            token_error: string;
            /** Username */
            username: string;
            /** Version */
            version: number;
            /** Warnings */
            warnings: string[];
        };
        /**
         * PlisioInput
         * @description The Plisio account; a key that is null stays as it is.
         */
        PlisioInput: {
            /** Accepts */
            accepts: string[];
            /** Checkout Enabled */
            checkout_enabled: boolean;
            /** Enabled */
            enabled: boolean;
            /**
             * Secret Key
             * @default null
             */
            secret_key?: string | null;
            /** Sync Enabled */
            sync_enabled: boolean;
            /** Version */
            version: number;
        };
        /**
         * PlisioShape
         * @description The Plisio account, without its secret key.
         */
        PlisioShape: {
            /** Accepts */
            accepts: string[];
            /** Callback Url */
            callback_url: string;
            /** Checkout Enabled */
            checkout_enabled: boolean;
            /** Enabled */
            enabled: boolean;
            secret_key: components["schemas"]["SecretShape"];
            /** Sync Enabled */
            sync_enabled: boolean;
            /** Version */
            version: number;
        };
        /**
         * PreviewInput
         * @description For whom and which plan to show what the payment, or so much of it, would buy.
         */
        PreviewInput: {
            /** @default null */
            amount?: components["schemas"]["MoneyInput"] | null;
            /** Plan Id */
            plan_id: string;
            /** User Id */
            user_id: string;
        };
        /**
         * ProblemShape
         * @description What is wrong, where, and what helps.
         */
        ProblemShape: {
            /** Field */
            field: string;
            /** Message */
            message: string;
            /** Remedy */
            remedy: string;
        };
        /**
         * ProspectShape
         * @description What becomes of one person: they move, or `stays` and `why` say what keeps them.
         */
        ProspectShape: {
            /** Email */
            email: string;
            /** Label */
            label: string;
            /** Moves */
            moves: boolean;
            /** Plan Name */
            plan_name: string;
            stays: components["schemas"]["Stay"] | null;
            /** User Id */
            user_id: string;
            /** Why */
            why: string;
        };
        /**
         * ProvisioningPolicy
         * @description What becomes of a payment whose access could not be given.
         *
         *     With *hold* its paid time begins when access is given, with *credit* the amount becomes the
         *     customer's store credit, with *refund* it goes back through the gateway.
         * @enum {string}
         */
        ProvisioningPolicy: "hold" | "credit" | "refund";
        /**
         * ReachedShape
         * @description What a server that answered says of itself.
         */
        ReachedShape: {
            /** Libraries */
            libraries: string[];
            /** Name */
            name: string;
            /** Version */
            version: string;
        };
        /**
         * Reason
         * @description Why something is done; the audit log keeps it.
         */
        Reason: {
            /** Why */
            why: string;
        };
        /**
         * Reassignment
         * @description Whom a payment belongs to instead, and why it is moved.
         */
        Reassignment: {
            /**
             * Learns
             * @default false
             */
            learns?: boolean;
            /** Plan Id */
            plan_id: string;
            /** User Id */
            user_id: string;
            /** Why */
            why: string;
        };
        /**
         * ReceiptSettingsShape
         * @description What stands on receipts besides the payment.
         */
        ReceiptSettingsShape: {
            /** Address */
            address: string;
            /** Business Name */
            business_name: string;
            /** Footer */
            footer: string;
            /** Tax Line */
            tax_line: string;
            /** Version */
            version: number;
        };
        /**
         * ReferralList
         * @description Referrals, the latest first.
         */
        ReferralList: {
            /** Items */
            items: components["schemas"]["ReferralShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * ReferralSettingsChange
         * @description The same, to set; a bound of null is none.
         */
        ReferralSettingsChange: {
            /** Bonus Enabled */
            bonus_enabled: boolean;
            /** Codes Enabled */
            codes_enabled: boolean;
            /** @default null */
            maximum?: components["schemas"]["MoneyInput"] | null;
            /** @default null */
            minimum?: components["schemas"]["MoneyInput"] | null;
            /** Percent */
            percent: string;
            /** Version */
            version: number;
        };
        /**
         * ReferralSettingsShape
         * @description What referral codes do.
         */
        ReferralSettingsShape: {
            /** Bonus Enabled */
            bonus_enabled: boolean;
            /** Codes Enabled */
            codes_enabled: boolean;
            maximum: components["schemas"]["MoneyShape"] | null;
            minimum: components["schemas"]["MoneyShape"] | null;
            /** Percent */
            percent: string;
            /** Version */
            version: number;
        };
        /**
         * ReferralShape
         * @description Who came with whose code; `bonus` was due, `held` is what the referrer has of it now.
         */
        ReferralShape: {
            bonus: components["schemas"]["MoneyShape"] | null;
            /**
             * Came At
             * Format: date-time
             */
            came_at: string;
            /** Code */
            code: string;
            held: components["schemas"]["MoneyShape"] | null;
            referrer: components["schemas"]["PersonShape"];
            /** Status */
            status: string;
            user: components["schemas"]["PersonShape"];
            /** Why */
            why: string;
        };
        /**
         * ReferralTotals
         * @description How many came, how that stands, and what referrers have of it, by currency.
         *
         *     Not `is_complete` when only the latest were counted.
         */
        ReferralTotals: {
            /** Bonuses */
            bonuses: components["schemas"]["MoneyShape"][];
            /** Granted */
            granted: number;
            /** Is Complete */
            is_complete: boolean;
            /** People */
            people: number;
            /** Refused */
            refused: number;
            /** Taken Back */
            taken_back: number;
            /** Waiting */
            waiting: number;
        };
        /**
         * RefundInput
         * @description How much to give back (all that is left, if null) of the payment in this version.
         */
        RefundInput: {
            /** @default null */
            amount?: components["schemas"]["MoneyInput"] | null;
            /** Version */
            version: number;
        };
        /**
         * RefundPartShape
         * @description What a refund does to one part of the payment.
         */
        RefundPartShape: {
            amount: components["schemas"]["MoneyShape"];
            /** Ends At */
            ends_at: string | null;
            payment: components["schemas"]["PaymentShape"];
            /** Text */
            text: string;
        };
        /**
         * RefundPreviewShape
         * @description What a refund would take; nothing was done.
         */
        RefundPreviewShape: {
            amount: components["schemas"]["MoneyShape"];
            left: components["schemas"]["MoneyShape"];
            /** Parts */
            parts: components["schemas"]["RefundPartShape"][];
        };
        /**
         * RefundQuestion
         * @description How much would be given back; all that is left, if null.
         */
        RefundQuestion: {
            /** @default null */
            amount?: components["schemas"]["MoneyInput"] | null;
        };
        /**
         * RegistrationSettingsShape
         * @description Who may become a customer, and what customers can do about their access themselves.
         */
        RegistrationSettingsShape: {
            /** Allows Media Change */
            allows_media_change: boolean;
            /** Enabled */
            enabled: boolean;
            /** Is Public */
            is_public: boolean;
            /** Offers Reinvite */
            offers_reinvite: boolean;
            /** Version */
            version: number;
        };
        /**
         * RemovedServer
         * @description A server that was deleted here, and how many people keep what they had on it.
         */
        RemovedServer: {
            /** People */
            people: number;
        };
        /**
         * Rename
         * @description A new name for something that exists.
         */
        Rename: {
            /** Name */
            name: string;
            /** Version */
            version: number;
        };
        /**
         * RenewalChangeInput
         * @description Which plan to change to, with the figures that were shown.
         */
        RenewalChangeInput: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            charge: components["schemas"]["MoneyInput"];
            /** Plan Id */
            plan_id: string;
        };
        /**
         * RenewalChangeQuestion
         * @description Which plan to change to.
         */
        RenewalChangeQuestion: {
            /** Plan Id */
            plan_id: string;
        };
        /**
         * RenewalChangeShape
         * @description What the gateway would charge or credit for the change as of `at`; nothing was done.
         *
         *     `credit` stays at the gateway and reduces the next charges; the paid time runs until `until`.
         */
        RenewalChangeShape: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            charge: components["schemas"]["MoneyShape"];
            credit: components["schemas"]["MoneyShape"];
            /** Plan Id */
            plan_id: string;
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /**
         * RequestAccountShape
         * @description An account in a request system; one that is not `is_ours` was there before.
         */
        RequestAccountShape: {
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Is Ours */
            is_ours: boolean;
            /** Name */
            name: string;
            /** State */
            state: string;
            /** System */
            system: string;
        };
        /**
         * RequestSystemInput
         * @description A request system; a key or password that is null stays as it is.
         */
        RequestSystemInput: {
            /** @default remove */
            at_end?: components["schemas"]["AtEnd"];
            /** Enabled */
            enabled: boolean;
            /**
             * Login
             * @default
             */
            login?: string;
            /**
             * Profile
             * @default
             */
            profile?: string;
            /**
             * Secret
             * @default null
             */
            secret?: string | null;
            /** Url */
            url: string;
            /** Version */
            version: number;
        };
        /**
         * RequestSystemList
         * @description All kinds of request systems.
         */
        RequestSystemList: {
            /** Items */
            items: components["schemas"]["RequestSystemShape"][];
        };
        /**
         * RequestSystemName
         * @description The kinds of systems in which customers ask for titles; a site has one of each at most.
         * @enum {string}
         */
        RequestSystemName: "overseerr" | "ombi" | "petio";
        /**
         * RequestSystemShape
         * @description A request system, without its key or password; `ends` is what it can do with accounts.
         */
        RequestSystemShape: {
            at_end: components["schemas"]["AtEnd"];
            /** Enabled */
            enabled: boolean;
            /** Ends */
            ends: components["schemas"]["AtEnd"][];
            /** Login */
            login: string;
            name: components["schemas"]["RequestSystemName"];
            /** Profile */
            profile: string;
            secret: components["schemas"]["SecretShape"];
            /** Url */
            url: string;
            /** Version */
            version: number;
        };
        /**
         * RestraintShape
         * @description What holds somebody until `until`, and the decision that made it due.
         */
        RestraintShape: {
            /** Cause */
            cause: string;
            measure: components["schemas"]["Measure"];
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /**
         * ReversalPolicy
         * @description What becomes of the access that money bought when the money goes back.
         *
         *     *Keep* leaves it, *shorten* takes the time that is not paid any more, *revoke* ends it at once,
         *     *hold* ends it at once and gives the rest back when the dispute is won.
         * @enum {string}
         */
        ReversalPolicy: "keep" | "shorten" | "revoke" | "hold";
        /**
         * Rule
         * @description What somebody may break; the names stand in decisions and in the API.
         * @enum {string}
         */
        Rule: "concurrent_streams" | "video_transcoding" | "transcoding_4k" | "bitrate" | "long_pause" | "allowed_hours" | "fair_use" | "downloads" | "devices" | "sharing";
        /**
         * RuleModes
         * @description How far each rule goes; the site and the server may go less far.
         */
        RuleModes: {
            allowed_hours: components["schemas"]["EnforcementMode"];
            bitrate: components["schemas"]["EnforcementMode"];
            concurrent_streams: components["schemas"]["EnforcementMode"];
            devices: components["schemas"]["EnforcementMode"];
            downloads: components["schemas"]["EnforcementMode"];
            fair_use: components["schemas"]["EnforcementMode"];
            long_pause: components["schemas"]["EnforcementMode"];
            sharing: components["schemas"]["EnforcementMode"];
            transcoding_4k: components["schemas"]["EnforcementMode"];
            video_transcoding: components["schemas"]["EnforcementMode"];
        };
        /**
         * RuleShape
         * @description One rule: what it asks, what the records say, and whether it speaks for it.
         */
        RuleShape: {
            /** Answer */
            answer: string;
            /** Holds */
            holds: boolean;
            /** Question */
            question: string;
        };
        /**
         * RunPreview
         * @description What a run would do at this instant; nothing was done.
         */
        RunPreview: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Name */
            name: string;
            /** Parts */
            parts: components["schemas"]["PartShape"][];
        };
        /**
         * SafetySettingsShape
         * @description How many may lose access without a word: a run waits past both figures.
         *
         *     `most_percent` is of those who have access. An outage of a server of `outage_minutes` or more
         *     is compensated by itself if `compensates_outages`, else it is asked about: customers get its
         *     length rounded up to whole days, one at least.
         */
        SafetySettingsShape: {
            /** Compensates Outages */
            compensates_outages: boolean;
            /** Most People */
            most_people: number;
            /** Most Percent */
            most_percent: number;
            /** Outage Minutes */
            outage_minutes: number;
            /** Version */
            version: number;
        };
        /**
         * ScheduleList
         * @description Every schedule.
         */
        ScheduleList: {
            /** Items */
            items: components["schemas"]["ScheduleShape"][];
        };
        /**
         * ScheduleShape
         * @description A schedule with its last run.
         */
        ScheduleShape: {
            /** Cadence */
            cadence: string;
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Finished At */
            finished_at: string | null;
            /** Name */
            name: string;
            /** Outcome */
            outcome: string;
            /** Purpose */
            purpose: string;
            /** Started At */
            started_at: string | null;
        };
        /**
         * SecondPayPalInput
         * @description The secondary PayPal account; secrets that are null stay as they are.
         */
        SecondPayPalInput: {
            /** Client Id */
            client_id: string;
            /**
             * Client Secret
             * @default null
             */
            client_secret?: string | null;
            /** Enabled */
            enabled: boolean;
            mode: components["schemas"]["PayPalMode"];
            /**
             * Nvp Password
             * @default null
             */
            nvp_password?: string | null;
            /**
             * Nvp Signature
             * @default null
             */
            nvp_signature?: string | null;
            /** Nvp Username */
            nvp_username: string;
            reads_by: components["schemas"]["PayPalReading"];
            /** Sync Enabled */
            sync_enabled: boolean;
            /** Version */
            version: number;
        };
        /**
         * SecondPayPalShape
         * @description The secondary PayPal account, which is only read, without its secrets.
         */
        SecondPayPalShape: {
            /** Client Id */
            client_id: string;
            client_secret: components["schemas"]["SecretShape"];
            /** Enabled */
            enabled: boolean;
            mode: components["schemas"]["PayPalMode"];
            nvp_password: components["schemas"]["SecretShape"];
            nvp_signature: components["schemas"]["SecretShape"];
            /** Nvp Username */
            nvp_username: string;
            reads_by: components["schemas"]["PayPalReading"];
            /** Sync Enabled */
            sync_enabled: boolean;
            /** Version */
            version: number;
        };
        /**
         * SecretShape
         * @description Whether a secret is set, and how it ends.
         */
        SecretShape: {
            /** Ending */
            ending: string;
            /** Is Set */
            is_set: boolean;
            /** Problem */
            problem: string;
        };
        /**
         * SeenPersonShape
         * @description Somebody on the servers, and what becomes of them.
         *
         *     `user` is who they are here, `candidates` who they may be. `ends_at` is the end of a newcomer's
         *     time, null without one; `loses` are libraries that the plan does not have. `choice` is what was
         *     chosen for them: ``ignore``, ``new``, a user's id, or nothing.
         */
        SeenPersonShape: {
            /** Candidates */
            candidates: components["schemas"]["PersonShape"][];
            /** Choice */
            choice: string;
            /** Email */
            email: string;
            /** Ends At */
            ends_at: string | null;
            /** Key */
            key: string;
            /** Label */
            label: string;
            /** Loses */
            loses: string[];
            outcome: components["schemas"]["Outcome"];
            /** Shares */
            shares: components["schemas"]["SeenShareShape"][];
            user: components["schemas"]["PersonShape"] | null;
            /** Username */
            username: string;
            /** Why */
            why: string;
        };
        /**
         * SeenServerShape
         * @description A server as it was read; its people come in by themselves once they were confirmed.
         */
        SeenServerShape: {
            /** Confirmed At */
            confirmed_at: string | null;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** People */
            people: number;
            /** Platform */
            platform: string;
            /** Problem */
            problem: string;
        };
        /**
         * SeenShareShape
         * @description What somebody has on a server, as the server tells it; `is_new` when it is not known yet.
         */
        SeenShareShape: {
            /** Accepted At */
            accepted_at: string | null;
            /** Invited At */
            invited_at: string | null;
            /** Is Accepted */
            is_accepted: boolean;
            /** Is New */
            is_new: boolean;
            /** Libraries */
            libraries: string[];
            /** Server Id */
            server_id: string;
            /** Server Name */
            server_name: string;
        };
        /**
         * ServerChange
         * @description What can be set of a server; name and libraries follow the platform.
         */
        ServerChange: {
            /**
             * Allows 4K Transcoding
             * @default true
             */
            allows_4k_transcoding?: boolean;
            /** Allows New */
            allows_new: boolean;
            /**
             * Allows Trials
             * @default false
             */
            allows_trials?: boolean;
            /** @default null */
            enforcement_mode?: components["schemas"]["EnforcementMode"] | null;
            /** Is Enabled */
            is_enabled: boolean;
            /**
             * Location Id
             * @default null
             */
            location_id?: string | null;
            /**
             * Logs Activity
             * @default true
             */
            logs_activity?: boolean;
            /**
             * Max Users
             * @default null
             */
            max_users?: number | null;
            /** Version */
            version: number;
        };
        /**
         * ServerDetail
         * @description A server with its libraries; `platform_version` is empty where it does not tell it.
         *
         *     `own_limits` are those that it keeps to itself: *download_right*, *transcoding_right*,
         *     *bitrate_limit*, *stream_limit*, *sign_in_limit*.
         */
        ServerDetail: {
            /** Account Id */
            account_id: string | null;
            /** Added At */
            added_at: string | null;
            /** Allows 4K Transcoding */
            allows_4k_transcoding: boolean;
            /** Allows New */
            allows_new: boolean;
            /** Allows Trials */
            allows_trials: boolean;
            enforcement_mode: components["schemas"]["EnforcementMode"] | null;
            /** Id */
            id: string;
            /** Is Enabled */
            is_enabled: boolean;
            /** Libraries */
            libraries: components["schemas"]["LibraryShape"][];
            /** Location Id */
            location_id: string | null;
            /** Logs Activity */
            logs_activity: boolean;
            /** Machine Id */
            machine_id: string;
            /** Max Users */
            max_users: number | null;
            /** Name */
            name: string;
            /** Own Limits */
            own_limits: string[];
            /** People */
            people: number;
            /** Platform */
            platform: string;
            /** Platform Version */
            platform_version: string;
            /** Seats Taken */
            seats_taken: number;
            /** Url */
            url: string;
            /** Version */
            version: number;
        };
        /**
         * ServerList
         * @description All servers by name.
         */
        ServerList: {
            /** Items */
            items: components["schemas"]["ServerShape"][];
        };
        /**
         * ServerLoad
         * @description How full a server is.
         */
        ServerLoad: {
            /** Id */
            id: string;
            /** Is Enabled */
            is_enabled: boolean;
            /** Max Users */
            max_users: number | null;
            /** Name */
            name: string;
            /** Seats Taken */
            seats_taken: number;
        };
        /**
         * ServerNowShape
         * @description What runs on a server now, or in `error` why nobody knows.
         */
        ServerNowShape: {
            /** Error */
            error: string;
            /** Platform */
            platform: string;
            /** Server Id */
            server_id: string;
            /** Server Name */
            server_name: string;
            /** Streams */
            streams: components["schemas"]["PlayingShape"][];
        };
        /**
         * ServerShape
         * @description A media server with how full it is; without an `enforcement_mode` it is as the site.
         */
        ServerShape: {
            /** Account Id */
            account_id: string | null;
            /** Added At */
            added_at: string | null;
            /** Allows 4K Transcoding */
            allows_4k_transcoding: boolean;
            /** Allows New */
            allows_new: boolean;
            /** Allows Trials */
            allows_trials: boolean;
            enforcement_mode: components["schemas"]["EnforcementMode"] | null;
            /** Id */
            id: string;
            /** Is Enabled */
            is_enabled: boolean;
            /** Location Id */
            location_id: string | null;
            /** Logs Activity */
            logs_activity: boolean;
            /** Machine Id */
            machine_id: string;
            /** Max Users */
            max_users: number | null;
            /** Name */
            name: string;
            /** People */
            people: number;
            /** Platform */
            platform: string;
            /** Seats Taken */
            seats_taken: number;
            /** Url */
            url: string;
            /** Version */
            version: number;
        };
        /**
         * ServerTest
         * @description What a look at the server found.
         */
        ServerTest: {
            /** Libraries */
            libraries: string[];
            /** Name */
            name: string;
            /** Works */
            works: boolean;
        };
        /**
         * SessionShape
         * @description Who is signed in, and the token that changing calls must send along.
         */
        SessionShape: {
            /** Csrf Token */
            csrf_token: string;
            /** Email */
            email: string;
            /** Site Name */
            site_name: string;
        };
        /**
         * SetupState
         * @description Whether the site still awaits its first administrator.
         */
        SetupState: {
            /** Is Needed */
            is_needed: boolean;
        };
        /**
         * ShareInput
         * @description Who gets which part of a payment, for which plan.
         */
        ShareInput: {
            amount: components["schemas"]["MoneyInput"];
            /** Plan Id */
            plan_id: string;
            /** User Id */
            user_id: string;
        };
        /**
         * ShareShape
         * @description What somebody has on a server.
         */
        ShareShape: {
            /** Accepted At */
            accepted_at: string | null;
            /** Allows Downloads */
            allows_downloads: boolean;
            /**
             * Changed At
             * Format: date-time
             */
            changed_at: string;
            /** Invited At */
            invited_at: string | null;
            /** Libraries */
            libraries: string[];
            /** Server Id */
            server_id: string;
            /** Server Name */
            server_name: string;
            /** State */
            state: string;
            /** User Id */
            user_id: string;
            /** User Label */
            user_label: string;
            /** Verified At */
            verified_at: string | null;
        };
        /**
         * SharingList
         * @description Sharing scores, the highest first.
         */
        SharingList: {
            /** Items */
            items: components["schemas"]["SharingShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * SharingShape
         * @description How likely somebody shares the account, 0 to 100, and why; a hint, never a proof.
         */
        SharingShape: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Devices */
            devices: number;
            /** Networks */
            networks: number;
            /** Reasons */
            reasons: string[];
            /** Score */
            score: number;
            /** User Id */
            user_id: string;
            /** User Label */
            user_label: string;
        };
        /**
         * SignInResult
         * @description The account once the sign-in was approved, null before.
         */
        SignInResult: {
            account: components["schemas"]["PlexAccountShape"] | null;
        };
        /**
         * SignInShape
         * @description A sign-in under way: open `url`, then ask for the result of `pin_id`.
         */
        SignInShape: {
            /** Pin Id */
            pin_id: string;
            /** Url */
            url: string;
        };
        /**
         * SignOutBody
         * @description Which device.
         */
        SignOutBody: {
            /** Device Ref */
            device_ref: string;
        };
        /**
         * SiteShape
         * @description The site and how it treats streams.
         */
        SiteShape: {
            /** Accent Colour */
            accent_colour: string;
            /** Admin Email */
            admin_email: string;
            /** Currency */
            currency: string;
            /** Device Switch Grace Seconds */
            device_switch_grace_seconds: number;
            enforcement_mode: components["schemas"]["EnforcementMode"];
            /** Hold Minutes */
            hold_minutes: number;
            /** Paused Counts Seconds */
            paused_counts_seconds: number;
            /** Pricing On Home */
            pricing_on_home: boolean;
            /** Site Name */
            site_name: string;
            /** Start Delay Seconds */
            start_delay_seconds: number;
            /** Stop Message */
            stop_message: string;
            /** Subscriptions Enabled */
            subscriptions_enabled: boolean;
            /** Support Email */
            support_email: string;
            /** Time Zone */
            time_zone: string;
            /** Version */
            version: number;
        };
        /**
         * SortedLibraries
         * @description The libraries as they are now.
         */
        SortedLibraries: {
            /** Items */
            items: components["schemas"]["LibraryShape"][];
        };
        /**
         * Sorting
         * @description Which libraries of a server shall be in which group.
         */
        Sorting: {
            /** Group Id */
            group_id: string;
            /** Library Ids */
            library_ids: string[];
        };
        /**
         * SplitInput
         * @description Among whom a payment is shared out.
         */
        SplitInput: {
            /** Shares */
            shares: components["schemas"]["ShareInput"][];
        };
        /**
         * State
         * @description How something fares; the order is that of urgency.
         * @enum {string}
         */
        State: "broken" | "attention" | "not_set_up" | "ok";
        /**
         * Stay
         * @description Why somebody stays.
         * @enum {string}
         */
        Stay: "not_there" | "not_active" | "permanent" | "no_plan" | "lacks_groups" | "no_downloads" | "needs_media_name" | "needs_email" | "moves_already" | "unfit";
        /**
         * StepShape
         * @description One thing that a run would do: to what or whom, why, and what it changes, a line each.
         */
        StepShape: {
            /** About */
            about: string;
            /** Action */
            action: string;
            /** Changes */
            changes: string[];
            mail: components["schemas"]["PlannedMailShape"] | null;
            /** User Id */
            user_id: string | null;
            /** User Label */
            user_label: string;
            /** Why */
            why: string;
        };
        /**
         * StopMode
         * @description Which streams of somebody over the limit are stopped (B180).
         * @enum {string}
         */
        StopMode: "newest" | "oldest" | "all";
        /**
         * StoryShape
         * @description Everything about a payment; lists are oldest first.
         */
        StoryShape: {
            /** Audit */
            audit: components["schemas"]["AuditShape"][];
            /** Ledger */
            ledger: components["schemas"]["LineShape"][];
            order: components["schemas"]["OrderShape"] | null;
            /** Parts */
            parts: components["schemas"]["PaymentShape"][];
            payment: components["schemas"]["PaymentShape"];
            /** Webhooks */
            webhooks: components["schemas"]["WebhookShape"][];
        };
        /**
         * StrikesShape
         * @description A person's strikes that count, the newest first, and what holds because of them.
         *
         *     A strike counts for `window_hours`. What one look found is one strike.
         */
        StrikesShape: {
            /** Ladder */
            ladder: components["schemas"]["StrikeStepShape"][];
            restraint: components["schemas"]["RestraintShape"] | null;
            /** Strikes */
            strikes: components["schemas"]["DecisionShape"][];
            /** Window Hours */
            window_hours: number;
        };
        /**
         * StrikeStepShape
         * @description A step of the ladder: from so many strikes on, the measure for so many hours.
         */
        StrikeStepShape: {
            /** Hours */
            hours: number;
            measure: components["schemas"]["Measure"];
            /** Strikes */
            strikes: number;
        };
        /**
         * StripeInput
         * @description The Stripe account; what is null stays as it is.
         */
        StripeInput: {
            /** Checkout Enabled */
            checkout_enabled: boolean;
            /** Enabled */
            enabled: boolean;
            /** Publishable Key */
            publishable_key: string;
            /**
             * Recurring Enabled
             * @default null
             */
            recurring_enabled?: boolean | null;
            /**
             * Secret Key
             * @default null
             */
            secret_key?: string | null;
            /**
             * Sync Enabled
             * @default null
             */
            sync_enabled?: boolean | null;
            /** Version */
            version: number;
            /**
             * Webhook Secret
             * @default null
             */
            webhook_secret?: string | null;
        };
        /**
         * StripeShape
         * @description The Stripe account, without its secrets.
         */
        StripeShape: {
            /** Checkout Enabled */
            checkout_enabled: boolean;
            /** Enabled */
            enabled: boolean;
            /** Publishable Key */
            publishable_key: string;
            /** Recurring Enabled */
            recurring_enabled: boolean;
            secret_key: components["schemas"]["SecretShape"];
            /** Sync Enabled */
            sync_enabled: boolean;
            /** Version */
            version: number;
            /** Webhook Events */
            webhook_events: string[];
            webhook_secret: components["schemas"]["SecretShape"];
            /** Webhook Url */
            webhook_url: string;
        };
        /**
         * SuggestionList
         * @description Who may have paid, the likeliest first.
         */
        SuggestionList: {
            /** Items */
            items: components["schemas"]["SuggestionShape"][];
        };
        /**
         * SuggestionShape
         * @description Somebody who may have paid, why, and what it would buy of their last plan.
         */
        SuggestionShape: {
            buys: components["schemas"]["BoughtShape"] | null;
            /** Reasons */
            reasons: string[];
            /** User Email */
            user_email: string;
            /** User Id */
            user_id: string;
            /** User Label */
            user_label: string;
            /** Weight */
            weight: number;
        };
        /**
         * SweepPreview
         * @description What a sweep would do at this instant.
         */
        SweepPreview: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Decisions */
            decisions: components["schemas"]["DecisionShape"][];
            /** Servers */
            servers: number;
            /** Streams */
            streams: number;
            /** Unknown Streams */
            unknown_streams: number;
            /** Unreachable */
            unreachable: string[];
        };
        /**
         * SyncShape
         * @description What a read came to, by outcome.
         */
        SyncShape: {
            /** Counts */
            counts: {
                [key: string]: number;
            };
        };
        /**
         * TermShape
         * @description How long: a count of days or calendar months.
         */
        TermShape: {
            /** Count */
            count: number;
            unit: components["schemas"]["TermUnit"];
        };
        /**
         * TermUnit
         * @description What a term counts.
         * @enum {string}
         */
        TermUnit: "day" | "month";
        /**
         * TestMail
         * @description Where the test mail goes.
         */
        TestMail: {
            /** To */
            to: string;
        };
        /**
         * TestReport
         * @description What a test found, line by line.
         */
        TestReport: {
            /** Lines */
            lines: string[];
            /** Works */
            works: boolean;
        };
        /**
         * TokenInput
         * @description A token of the account, for those who have one.
         */
        TokenInput: {
            /** Token */
            token: string;
        };
        /**
         * TrialSettingsInput
         * @description Whether there are trials, who must take one, and how many people may at a time.
         */
        TrialSettingsInput: {
            /** Enabled */
            enabled: boolean;
            /** Forced */
            forced: boolean;
            /** Max Users */
            max_users: number;
            /** Version */
            version: number;
        };
        /**
         * TrialSettingsShape
         * @description The same, with what trials need besides: the names of plans and of servers for them.
         */
        TrialSettingsShape: {
            /** Enabled */
            enabled: boolean;
            /** Forced */
            forced: boolean;
            /** Max Users */
            max_users: number;
            /** Plans */
            plans: string[];
            /** Servers */
            servers: string[];
            /** Version */
            version: number;
        };
        /**
         * UndoInput
         * @description A way back as it was seen in its preview: so many people would move.
         */
        UndoInput: {
            /** Expected */
            expected: number;
            /**
             * Note
             * @default
             */
            note?: string;
        };
        /**
         * UnreadServer
         * @description A server of which not all devices are known, and why.
         */
        UnreadServer: {
            /** Server Id */
            server_id: string;
            /** Server Name */
            server_name: string;
            /** Why */
            why: string;
        };
        /**
         * UsageShape
         * @description A person's meter, None without a weekly allowance, and sharing score, None without one.
         */
        UsageShape: {
            meter: components["schemas"]["MeterShape"] | null;
            sharing: components["schemas"]["SharingShape"] | null;
        };
        /**
         * UserChange
         * @description The same for a user that exists.
         */
        UserChange: {
            /**
             * Device Limit
             * @default null
             */
            device_limit?: number | null;
            /**
             * Discord Id
             * @default
             */
            discord_id?: string;
            /** Email */
            email: string;
            /**
             * Is Permanent
             * @default false
             */
            is_permanent?: boolean;
            /**
             * Media Email
             * @default
             */
            media_email?: string;
            /**
             * Media Username
             * @default
             */
            media_username?: string;
            /**
             * Must Change Media
             * @default false
             */
            must_change_media?: boolean;
            /**
             * Name
             * @default
             */
            name?: string;
            /**
             * Notes
             * @default
             */
            notes?: string;
            /**
             * Paypal Email
             * @default
             */
            paypal_email?: string;
            /**
             * Preferred Location Id
             * @default null
             */
            preferred_location_id?: string | null;
            /**
             * Stream Limit
             * @default null
             */
            stream_limit?: number | null;
            /** Version */
            version: number;
            /**
             * Weekly Downloads
             * @default null
             */
            weekly_downloads?: number | null;
        };
        /**
         * UserDetail
         * @description Everything about a user but the long lists.
         */
        UserDetail: {
            /** Device Limit */
            device_limit: number | null;
            /** Discord Id */
            discord_id: string;
            /** Email */
            email: string;
            /** Id */
            id: string;
            /** Is Permanent */
            is_permanent: boolean;
            /** Is Trial */
            is_trial: boolean;
            /**
             * Joined At
             * Format: date-time
             */
            joined_at: string;
            /** Label */
            label: string;
            /** Last Server Name */
            last_server_name: string;
            media: components["schemas"]["MediaShape"];
            /** Media Handle */
            media_handle: string;
            /** Must Change Media */
            must_change_media: boolean;
            /** Name */
            name: string;
            /** Notes */
            notes: string;
            outlook: components["schemas"]["OutlookShape"];
            /** Paid Until */
            paid_until: string | null;
            /** Paypal Email */
            paypal_email: string;
            /** Periods */
            periods: components["schemas"]["PeriodShape"][];
            /** Plan Name */
            plan_name: string;
            /** Preferred Location Id */
            preferred_location_id: string | null;
            /** Shares */
            shares: components["schemas"]["ShareShape"][];
            /** Standing */
            standing: string;
            /** Stream Limit */
            stream_limit: number | null;
            /** Version */
            version: number;
            /** Weekly Downloads */
            weekly_downloads: number | null;
        };
        /**
         * UserDownloads
         * @description One person's downloads of this week, newest first, and how many there were before.
         */
        UserDownloads: {
            /** Earlier */
            earlier: components["schemas"]["DownloadWeekShape"][];
            /** Items */
            items: components["schemas"]["DownloadShape"][];
            meter: components["schemas"]["DownloadMeter"];
            /** Ways */
            ways: components["schemas"]["DownloadWay"][];
        };
        /**
         * UserInput
         * @description What can be set of a user.
         */
        UserInput: {
            /**
             * Device Limit
             * @default null
             */
            device_limit?: number | null;
            /**
             * Discord Id
             * @default
             */
            discord_id?: string;
            /** Email */
            email: string;
            /**
             * Is Permanent
             * @default false
             */
            is_permanent?: boolean;
            /**
             * Media Email
             * @default
             */
            media_email?: string;
            /**
             * Media Username
             * @default
             */
            media_username?: string;
            /**
             * Must Change Media
             * @default false
             */
            must_change_media?: boolean;
            /**
             * Name
             * @default
             */
            name?: string;
            /**
             * Notes
             * @default
             */
            notes?: string;
            /**
             * Paypal Email
             * @default
             */
            paypal_email?: string;
            /**
             * Preferred Location Id
             * @default null
             */
            preferred_location_id?: string | null;
            /**
             * Stream Limit
             * @default null
             */
            stream_limit?: number | null;
            /**
             * Weekly Downloads
             * @default null
             */
            weekly_downloads?: number | null;
        };
        /**
         * UserLedger
         * @description Lines, the newest first, and the credit that they all add up to, by currency.
         */
        UserLedger: {
            /** Credit */
            credit: components["schemas"]["MoneyShape"][];
            /** Items */
            items: components["schemas"]["LineShape"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * UserLinks
         * @description The group in which somebody is, as master or linked user; none: in no group.
         */
        UserLinks: {
            group: components["schemas"]["LinkedGroup"] | null;
        };
        /**
         * UserList
         * @description Users, newest first, or by name when searched.
         */
        UserList: {
            /** Items */
            items: components["schemas"]["UserRow"][];
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * UserReferrals
         * @description A user's part in referrals: the own code (empty until shown), who brought them, whom they
         *
         *     brought.
         */
        UserReferrals: {
            /** Brought */
            brought: components["schemas"]["ReferralShape"][];
            came_by: components["schemas"]["ReferralShape"] | null;
            /** Code */
            code: string;
            totals: components["schemas"]["ReferralTotals"];
        };
        /**
         * UserRow
         * @description A user in a list.
         */
        UserRow: {
            /** Email */
            email: string;
            /** Id */
            id: string;
            /** Is Trial */
            is_trial: boolean;
            /**
             * Joined At
             * Format: date-time
             */
            joined_at: string;
            /** Label */
            label: string;
            /** Media Handle */
            media_handle: string;
            /** Name */
            name: string;
            /** Paid Until */
            paid_until: string | null;
            /** Plan Name */
            plan_name: string;
            /** Standing */
            standing: string;
        };
        /**
         * Versioned
         * @description The version that was read, so that nobody's change is overwritten unseen.
         */
        Versioned: {
            /** Version */
            version: number;
        };
        /**
         * WaitList
         * @description Everybody in line, whoever joined first standing first; it comes whole.
         */
        WaitList: {
            /** Items */
            items: components["schemas"]["WaitShape"][];
        };
        /**
         * WaitlistSettingsShape
         * @description Whether people can wait for a seat, and how many hours one is kept for them.
         */
        WaitlistSettingsShape: {
            /** Enabled */
            enabled: boolean;
            /** Offer Hours */
            offer_hours: number;
            /** Version */
            version: number;
        };
        /**
         * WaitShape
         * @description Somebody who waits for a seat in a plan, at one location if they chose one.
         *
         *     `place` is among those who wait for the same plan, 1 being the first, and null once a seat is
         *     offered. An offer keeps a seat on `server_id` until `offer_until`; `order_id` is what was begun
         *     with it.
         */
        WaitShape: {
            /** Email */
            email: string;
            /** Id */
            id: string;
            /**
             * Joined At
             * Format: date-time
             */
            joined_at: string;
            /** Location Id */
            location_id: string | null;
            /** Location Name */
            location_name: string;
            /** Media Name */
            media_name: string;
            /** Name */
            name: string;
            /** Offer Until */
            offer_until: string | null;
            /** Offers */
            offers: number;
            /** Order Id */
            order_id: string | null;
            /** Place */
            place: number | null;
            /** Plan Id */
            plan_id: string;
            /** Plan Name */
            plan_name: string;
            /** Server Id */
            server_id: string | null;
            /** Server Name */
            server_name: string;
            state: components["schemas"]["WaitState"];
            /** User Id */
            user_id: string | null;
        };
        /**
         * WaitState
         * @description Where somebody in the waitlist stands.
         *
         *     *Waiting* in line; *offered*: a seat is kept for them; *buying*: their order holds that seat.
         *     Then it is over: they were *served*, the offer *lapsed*, they *left*, or were *removed*.
         * @enum {string}
         */
        WaitState: "waiting" | "offered" | "buying" | "served" | "lapsed" | "left" | "removed";
        /**
         * WebhookShape
         * @description A webhook of the gateway about the payment, and what came of it.
         */
        WebhookShape: {
            /** Event Id */
            event_id: string;
            /** Kind */
            kind: string;
            /** Outcome */
            outcome: string;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
        };
        /**
         * WeekHours
         * @description How many hours everybody watched in the part of a week that is shown.
         */
        WeekHours: {
            /**
             * First Day
             * Format: date
             */
            first_day: string;
            /** Hours */
            hours: number;
        };
        /**
         * Whom
         * @description Who of the source's people are meant.
         * @enum {string}
         */
        Whom: "all" | "plan" | "picked";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    preview_access: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a run would do about access now; nothing was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessPreview"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_activity: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                server_id?: string | null;
                since?: string | null;
                until?: string | null;
                user_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Activity, newest first on each server. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    chart_activity: {
        parameters: {
            query?: {
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Figures of the last days; with `is_daily` a point is the busiest hour of its day. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChartsShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    export_activity: {
        parameters: {
            query?: {
                server_id?: string | null;
                since?: string | null;
                until?: string | null;
                user_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nothing to send. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cancel_agreement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gateway: string;
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Cancellation"];
            };
        };
        responses: {
            /**
             * @description A recurring agreement as the books have it.
             *
             *         `cancels_at` is when it ends if nobody resumes it, `grace_until` until when access goes on
             *         while a renewal is unpaid, `credit_ahead` what store credit takes off the next charge.
             *         `can_change_plan` is whether its gateway reckons a change of plan by itself.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreementShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_renewal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gateway: string;
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenewalChangeInput"];
            };
        };
        responses: {
            /**
             * @description A recurring agreement as the books have it.
             *
             *         `cancels_at` is when it ends if nobody resumes it, `grace_until` until when access goes on
             *         while a renewal is unpaid, `credit_ahead` what store credit takes off the next charge.
             *         `can_change_plan` is whether its gateway reckons a change of plan by itself.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreementShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preview_renewal_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gateway: string;
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenewalChangeQuestion"];
            };
        };
        responses: {
            /**
             * @description What the gateway would charge or credit for the change as of `at`; nothing was done.
             *
             *         `credit` stays at the gateway and reduces the next charges; the paid time runs until `until`.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RenewalChangeShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    resume_agreement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gateway: string;
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description A recurring agreement as the books have it.
             *
             *         `cancels_at` is when it ends if nobody resumes it, `grace_until` until when access goes on
             *         while a renewal is unpaid, `credit_ahead` what store credit takes off the next charge.
             *         `can_change_plan` is whether its gateway reckons a change of plan by itself.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreementShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_attention: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What needs attention, newest first; `is_cut` when there is more than shown. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttentionList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_audit: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Changes, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_decisions: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Decisions, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_decision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                decision_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One decision about a stream; it `strikes` unless it was taken back at `forgiven_at`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    accept_appeal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                decision_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Answer"];
            };
        };
        responses: {
            /** @description One decision about a stream; it `strikes` unless it was taken back at `forgiven_at`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    reject_appeal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                decision_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Answer"];
            };
        };
        responses: {
            /** @description One decision about a stream; it `strikes` unless it was taken back at `forgiven_at`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    forgive_decision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                decision_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Forgiveness"];
            };
        };
        responses: {
            /** @description One decision about a stream; it `strikes` unless it was taken back at `forgiven_at`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_devices: {
        parameters: {
            query?: {
                server_id?: string | null;
                user_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Devices as the servers tell them now, those used last first; `is_cut` if there are more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceListing"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_discounts: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Discount codes by their text. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscountList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    add_discount: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDiscount"];
            };
        };
        responses: {
            /**
             * @description A code that takes a share or an amount off a plan's price.
             *
             *         `used` counts paid orders, `promised` those that await payment.
             */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscountShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_discount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description A code that takes a share or an amount off a plan's price.
             *
             *         `used` counts paid orders, `promised` those that await payment.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscountShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_discount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DiscountChange"];
            };
        };
        responses: {
            /**
             * @description A code that takes a share or an amount off a plan's price.
             *
             *         `used` counts paid orders, `promised` those that await payment.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscountShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_discount_uses: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who used a code. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscountUseList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_downloads: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                server_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Downloads, newest first, and what the platforms in use cannot tell. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DownloadList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preview_sweep: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a sweep would do at this instant. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SweepPreview"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every dependency, area by area; `state` is the most urgent of all. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_held_runs: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Held runs, the newest first; only the newest can still be undecided. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldRunList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    let_run_go_on: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Versioned"];
            };
        };
        responses: {
            /**
             * @description A run that was held: how many are on its list, of how many, and what was decided.
             *
             *         `most` is how many may lose access in a day without a word, `lately` how many had in the day
             *         before. One that was left asks again at `asks_again_at`.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldRunShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    leave_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Versioned"];
            };
        };
        responses: {
            /**
             * @description A run that was held: how many are on its list, of how many, and what was decided.
             *
             *         `most` is how many may lose access in a day without a word, `lately` how many had in the day
             *         before. One that was left asks again at `asks_again_at`.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldRunShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_held_people: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is on the list of a held run. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldPersonList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_import: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where imports stand. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    confirm_import: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirmation"];
            };
        };
        responses: {
            /** @description Where imports stand. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    choose_import: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportChoice"];
            };
        };
        responses: {
            /**
             * @description What to do about somebody: ``ignore``, ``new`` or the id of the user they are.
             *
             *         An empty choice forgets what was chosen before.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportChoice"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preview_import: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description What an import would do now; nothing was done.
             *
             *         Newcomers get `plan_name`, or with `is_permanent` access without an end. `blocked` says why
             *         nobody can come in. Send the `fingerprint` to confirm exactly this.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportPreview"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    sync_import: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where imports stand. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    invite_person: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationInput"];
            };
        };
        responses: {
            /** @description Who was let in: the payment, and the job whose outcome is the platform's answer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitedShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preview_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationInput"];
            };
        };
        responses: {
            /** @description What an invitation would come to; with `problems` nobody would be invited. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationOutlook"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_invite_lists: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lists, the newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InviteListList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    invite_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListInput"];
            };
        };
        responses: {
            /** @description A list that was confirmed; the figures stand once it is done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InviteListShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_invite_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                list_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A list that was confirmed; the figures stand once it is done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InviteListShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_invite_rows: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                list_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Rows of a list by number. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InviteRowList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preview_invite_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListInput"];
            };
        };
        responses: {
            /** @description Every row of a list; `ready` of them would invite somebody. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListPreview"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_jobs: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                state?: "ready" | "running" | "done" | "parked";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Jobs, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One piece of durable work. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preview_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a run would do at this instant; nothing was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunPreview"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    retry_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One piece of durable work. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    add_keyed_server: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewKeyedServer"];
            };
        };
        responses: {
            /**
             * @description A server with its libraries; `platform_version` is empty where it does not tell it.
             *
             *         `own_limits` are those that it keeps to itself: *download_right*, *transcoding_right*,
             *         *bitrate_limit*, *stream_limit*, *sign_in_limit*.
             */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerDetail"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    try_keyed_server: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewKeyedServer"];
            };
        };
        responses: {
            /** @description What a server that answered says of itself. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReachedShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_libraries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The libraries of all servers, by server. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LibraryList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_library_groups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All library groups, the built-in ones first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    add_library_group: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Name"];
            };
        };
        responses: {
            /**
             * @description A library group; built-in ones can be neither edited nor deleted.
             *
             *         `libraries` counts those in it that are on their server, `plans` are those that include it.
             */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    rename_library_group: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rename"];
            };
        };
        responses: {
            /**
             * @description A library group; built-in ones can be neither edited nor deleted.
             *
             *         `libraries` counts those in it that are on their server, `plans` are those that include it.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    remove_library_group: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call did what it says. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_linked_users: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Groups, the last changed first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkedGroupList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_locations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All locations by name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocationList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    add_location: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Name"];
            };
        };
        responses: {
            /** @description A place that customers can prefer, with how many servers stand there. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocationShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    rename_location: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                location_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rename"];
            };
        };
        responses: {
            /** @description A place that customers can prefer, with how many servers stand there. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LocationShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    remove_location: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                location_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call did what it says. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    ask_media_change: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MediaChangeInput"];
            };
        };
        responses: {
            /** @description The job that marks them. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaChangeOrder"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preview_media_change: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MediaChangeQuestion"];
            };
        };
        responses: {
            /** @description How many people that are. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaChangePreview"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_migrations: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Migrations, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigrationList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    start_migration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MigrationStart"];
            };
        };
        responses: {
            /** @description A migration; `counts` are its moves by state, as of the last look at it. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigrationShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_migration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                migration_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A migration; `counts` are its moves by state, as of the last look at it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigrationShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    cancel_migration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                migration_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A migration; `counts` are its moves by state, as of the last look at it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigrationShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_moves: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                migration_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The moves of a migration in the order of their turns; they come whole. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MoveList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    pause_migration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                migration_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A migration; `counts` are its moves by state, as of the last look at it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigrationShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    resume_migration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                migration_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A migration; `counts` are its moves by state, as of the last look at it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigrationShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    undo_migration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                migration_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UndoInput"];
            };
        };
        responses: {
            /** @description A migration; `counts` are its moves by state, as of the last look at it. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigrationShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preview_undo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                migration_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a migration would do; nothing was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigrationPreview"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preview_migration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MigrationInput"];
            };
        };
        responses: {
            /** @description What a migration would do; nothing was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MigrationPreview"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_outages: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Outages, the newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutageList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_outage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                outage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description A time in which a server did not answer, from the first failed check to the first good one.
             *
             *         `people` had paid and missed it; `given` of them have their `days` back, which are its length
             *         rounded up, one at least. `why` is what the last failed check said.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutageShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    give_time_back: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                outage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Versioned"];
            };
        };
        responses: {
            /**
             * @description A time in which a server did not answer, from the first failed check to the first good one.
             *
             *         `people` had paid and missed it; `given` of them have their `days` back, which are its length
             *         rounded up, one at least. `why` is what the last failed check said.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutageShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    leave_outage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                outage_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Versioned"];
            };
        };
        responses: {
            /**
             * @description A time in which a server did not answer, from the first failed check to the first good one.
             *
             *         `people` had paid and missed it; `given` of them have their `days` back, which are its length
             *         rounded up, one at least. `why` is what the last failed check said.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutageShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_outage_people: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                outage_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whom an outage concerned. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GiftList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_overview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description The site at a glance; `shop_notice` says why nothing can be bought, empty when it can.
             *
             *         `at_least` names the figures that were cut, so that the truth may be higher. `days` are what
             *         was counted day by day, the latest first.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverviewShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_payments: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                minor?: number | null;
                person?: string;
                status?: ("settled" | "unmatched" | "held" | "refunded" | "dismissed") | null;
                subscription?: string;
                transaction?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Payments, the latest paid first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    enter_payment: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManualPayment"];
            };
        };
        responses: {
            /**
             * @description A payment in the books.
             *
             *         `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
             *         else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
             *         paid it for a group, in which the parts after the first come along without money.
             */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_payment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description A payment in the books.
             *
             *         `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
             *         else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
             *         paid it for a group, in which the parts after the first come along without money.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    assign_payment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Assignment"];
            };
        };
        responses: {
            /**
             * @description A payment in the books.
             *
             *         `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
             *         else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
             *         paid it for a group, in which the parts after the first come along without money.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    bring_payment_back: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            /**
             * @description A payment in the books.
             *
             *         `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
             *         else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
             *         paid it for a group, in which the parts after the first come along without money.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    clear_payment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Clearing"];
            };
        };
        responses: {
            /**
             * @description A payment in the books.
             *
             *         `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
             *         else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
             *         paid it for a group, in which the parts after the first come along without money.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    dismiss_payment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            /**
             * @description A payment in the books.
             *
             *         `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
             *         else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
             *         paid it for a group, in which the parts after the first come along without money.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    download_evidence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nothing to send. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    move_payment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reassignment"];
            };
        };
        responses: {
            /**
             * @description A payment in the books.
             *
             *         `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
             *         else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
             *         paid it for a group, in which the parts after the first come along without money.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preview_assignment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewInput"];
            };
        };
        responses: {
            /** @description What a payment would buy: time (the end is exclusive), and perhaps store credit. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BoughtShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    refund_payment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundInput"];
            };
        };
        responses: {
            /**
             * @description A payment in the books.
             *
             *         `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
             *         else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
             *         paid it for a group, in which the parts after the first come along without money.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preview_refund: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefundQuestion"];
            };
        };
        responses: {
            /** @description What a refund would take; nothing was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundPreviewShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    split_payment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SplitInput"];
            };
        };
        responses: {
            /** @description The parts of a payment, by sequence number. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_payment_story: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything about a payment; lists are oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoryShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    suggest_payers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who may have paid, the likeliest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SuggestionList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    unassign_payment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payment_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Reason"];
            };
        };
        responses: {
            /**
             * @description A payment in the books.
             *
             *         `left` is what was received and not given back; of a transaction in `parts`, `amount` and all
             *         else is this part's. `candidates` may have paid it while it is unmatched. `master_id` is who
             *         paid it for a group, in which the parts after the first come along without money.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_payment_accounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The accounts that can be read. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    sync_payment_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a read came to, by outcome. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    export_payments: {
        parameters: {
            query: {
                since: string;
                status?: ("settled" | "unmatched" | "held" | "refunded" | "dismissed") | null;
                until: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nothing to send. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    reconcile_payments: {
        parameters: {
            query: {
                account: "stripe" | "paypal" | "paypal_secondary" | "plisio";
                day: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description How a day's transactions stand in the books; `since` to `until` (exclusive) is the day.
             *
             *         `earlier` counts what was paid before this site first read the account; it is in no row.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DayReportShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_plans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All plans that are not archived. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    add_plan: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanInput"];
            };
        };
        responses: {
            /** @description An offer. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_plan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An offer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_plan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlanChange"];
            };
        };
        responses: {
            /** @description An offer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    archive_plan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Versioned"];
            };
        };
        responses: {
            /** @description An offer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    make_default_plan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An offer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    check_plan_offer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gateway: string;
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a gateway charges for a plan; `difference` says how it differs, if it does. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfferShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    make_plan_offer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gateway: string;
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Versioned"];
            };
        };
        responses: {
            /** @description An offer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_plan_why: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether customers see the plan and can have it, what decides it, and every rule. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlanWhyShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_plex_accounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All Plex accounts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlexAccountList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    link_plex_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TokenInput"];
            };
        };
        responses: {
            /**
             * @description A plex.tv account; its token is never shown.
             *
             *         `people` are those on its `servers` and the seats held there, `others` those whom somebody else
             *         placed there, of `max_people` at most together. plex.tv is called `calls_per_second` for it.
             *         `warnings` are what its owner has to know.
             */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlexAccountShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_plex_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlexAccountInput"];
            };
        };
        responses: {
            /**
             * @description A plex.tv account; its token is never shown.
             *
             *         `people` are those on its `servers` and the seats held there, `others` those whom somebody else
             *         placed there, of `max_people` at most together. plex.tv is called `calls_per_second` for it.
             *         `warnings` are what its owner has to know.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlexAccountShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_found_servers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The servers of an account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundServerList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    test_plex_account: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description A plex.tv account; its token is never shown.
             *
             *         `people` are those on its `servers` and the seats held there, `others` those whom somebody else
             *         placed there, of `max_people` at most together. plex.tv is called `calls_per_second` for it.
             *         `warnings` are what its owner has to know.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlexAccountShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    begin_plex_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A sign-in under way: open `url`, then ask for the result of `pin_id`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    finish_plex_sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pin_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account once the sign-in was approved, null before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInResult"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_referrals: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Referrals, the latest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_referral_totals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description How many came, how that stands, and what referrers have of it, by currency.
             *
             *         Not `is_complete` when only the latest were counted.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralTotals"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All rules, counted since then; `is_cut` when more struck than were counted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitRuleList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_schedules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every schedule. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preview_schedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a run would do at this instant; nothing was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunPreview"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_servers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All servers by name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    add_server: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewServer"];
            };
        };
        responses: {
            /**
             * @description A server with its libraries; `platform_version` is empty where it does not tell it.
             *
             *         `own_limits` are those that it keeps to itself: *download_right*, *transcoding_right*,
             *         *bitrate_limit*, *stream_limit*, *sign_in_limit*.
             */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerDetail"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_server: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description A server with its libraries; `platform_version` is empty where it does not tell it.
             *
             *         `own_limits` are those that it keeps to itself: *download_right*, *transcoding_right*,
             *         *bitrate_limit*, *stream_limit*, *sign_in_limit*.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerDetail"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_server: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ServerChange"];
            };
        };
        responses: {
            /**
             * @description A server with its libraries; `platform_version` is empty where it does not tell it.
             *
             *         `own_limits` are those that it keeps to itself: *download_right*, *transcoding_right*,
             *         *bitrate_limit*, *stream_limit*, *sign_in_limit*.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerDetail"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    remove_server: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A server that was deleted here, and how many people keep what they had on it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemovedServer"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_server_activity: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Activity, newest first on each server. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_server_audit: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Changes, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_server_capacity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How full a server is; `is_cut` when only the first thousand people were looked at. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CapacityShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    sign_device_out: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignOutBody"];
            };
        };
        responses: {
            /**
             * @description A device, and who used it last there.
             *
             *         `counted` tells how many the account has on the server, `limit` how many it may have, null for
             *         any number. Unless it `admits_new`, the account may only use devices that it uses already.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    sort_libraries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Sorting"];
            };
        };
        responses: {
            /** @description The libraries as they are now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SortedLibraries"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    classify_library: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                library_id: string;
                server_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Classification"];
            };
        };
        responses: {
            /** @description A library; only those of a group that is not Private are ever shared. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LibraryShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    refresh_libraries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description A server with its libraries; `platform_version` is empty where it does not tell it.
             *
             *         `own_limits` are those that it keeps to itself: *download_right*, *transcoding_right*,
             *         *bitrate_limit*, *stream_limit*, *sign_in_limit*.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerDetail"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_media_hook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description What is known of a server's webhooks, without the secret in their address.
             *
             *         `arrived_at` is to the minute; `sender` and `event` are of what arrived then, empty where they
             *         were not understood. Until `old_until` the address before this one works as well.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaHookShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    show_media_hook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The address to enter at the server; who knows it can have the server looked at. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaHookAddress"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    rotate_media_hook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The address to enter at the server; who knows it can have the server looked at. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaHookAddress"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_reach: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReach"];
            };
        };
        responses: {
            /**
             * @description A server with its libraries; `platform_version` is empty where it does not tell it.
             *
             *         `own_limits` are those that it keeps to itself: *download_right*, *transcoding_right*,
             *         *bitrate_limit*, *stream_limit*, *sign_in_limit*.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerDetail"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_server_shares: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The people of a server. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleOfServer"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    test_server: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                server_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a look at the server found. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServerTest"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who is signed in, and the token that changing calls must send along. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    sign_in_to_dashboard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Who is signed in, and the token that changing calls must send along. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    sign_out_of_dashboard: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call did what it says. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_discord_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The Discord server and its roles, without the bot's token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscordShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_discord_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DiscordInput"];
            };
        };
        responses: {
            /** @description The Discord server and its roles, without the bot's token. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscordShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    try_discord: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a test found, line by line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestReport"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_expiry_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What becomes of people whose paid time ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExpiryShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_expiry_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExpiryShape"];
            };
        };
        responses: {
            /** @description What becomes of people whose paid time ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExpiryShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_limit_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description How the rules are kept on the whole site; plans and servers say what is limited.
             *
             *         A violation lasts `sustain_seconds` before a stream is stopped, and a session that was stopped
             *         is left alone for `cool_down_seconds`. Weeks begin at midnight of `week_begins_on` (0 is
             *         Monday). Streams rest at most `stops_paused_after_minutes` (0: for ever), and count no longer
             *         once they made no progress for `ghost_after_minutes` (0: they always count).
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitSettingsShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_limit_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LimitSettingsShape"];
            };
        };
        responses: {
            /**
             * @description How the rules are kept on the whole site; plans and servers say what is limited.
             *
             *         A violation lasts `sustain_seconds` before a stream is stopped, and a session that was stopped
             *         is left alone for `cool_down_seconds`. Weeks begin at midnight of `week_begins_on` (0 is
             *         Monday). Streams rest at most `stops_paused_after_minutes` (0: for ever), and count no longer
             *         once they made no progress for `ghost_after_minutes` (0: they always count).
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitSettingsShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_mail_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The mail server, without its password. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_mail_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailInput"];
            };
        };
        responses: {
            /** @description The mail server, without its password. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    try_mail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TestMail"];
            };
        };
        responses: {
            /** @description What a test found, line by line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestReport"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_media_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is taken over from media servers; `ignored_servers` are machine ids. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaSettingsShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_media_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MediaSettingsShape"];
            };
        };
        responses: {
            /** @description What is taken over from media servers; `ignored_servers` are machine ids. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MediaSettingsShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_payment_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How the site sells, and what it does when money goes another way than asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentSettingsShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_payment_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PaymentSettingsShape"];
            };
        };
        responses: {
            /** @description How the site sells, and what it does when money goes another way than asked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentSettingsShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_paypal_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The primary PayPal account, without its secrets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayPalShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_paypal_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PayPalInput"];
            };
        };
        responses: {
            /** @description The primary PayPal account, without its secrets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayPalShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_second_paypal_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secondary PayPal account, which is only read, without its secrets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondPayPalShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_second_paypal_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondPayPalInput"];
            };
        };
        responses: {
            /** @description The secondary PayPal account, which is only read, without its secrets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondPayPalShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    try_second_paypal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a test found, line by line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestReport"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    try_paypal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a test found, line by line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestReport"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_plisio_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The Plisio account, without its secret key. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlisioShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_plisio_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PlisioInput"];
            };
        };
        responses: {
            /** @description The Plisio account, without its secret key. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlisioShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    try_plisio: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a test found, line by line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestReport"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_receipt_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What stands on receipts besides the payment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptSettingsShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_receipt_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReceiptSettingsShape"];
            };
        };
        responses: {
            /** @description What stands on receipts besides the payment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptSettingsShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_referral_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What referral codes do. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralSettingsShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_referral_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReferralSettingsChange"];
            };
        };
        responses: {
            /** @description What referral codes do. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralSettingsShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_registration_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who may become a customer, and what customers can do about their access themselves. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistrationSettingsShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_registration_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegistrationSettingsShape"];
            };
        };
        responses: {
            /** @description Who may become a customer, and what customers can do about their access themselves. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegistrationSettingsShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_request_systems: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All kinds of request systems. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestSystemList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_request_system: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                system: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestSystemInput"];
            };
        };
        responses: {
            /** @description A request system, without its key or password; `ends` is what it can do with accounts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestSystemShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    try_request_system: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                system: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a test found, line by line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestReport"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_safety_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description How many may lose access without a word: a run waits past both figures.
             *
             *         `most_percent` is of those who have access. An outage of a server of `outage_minutes` or more
             *         is compensated by itself if `compensates_outages`, else it is asked about: customers get its
             *         length rounded up to whole days, one at least.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SafetySettingsShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_safety_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SafetySettingsShape"];
            };
        };
        responses: {
            /**
             * @description How many may lose access without a word: a run waits past both figures.
             *
             *         `most_percent` is of those who have access. An outage of a server of `outage_minutes` or more
             *         is compensated by itself if `compensates_outages`, else it is asked about: customers get its
             *         length rounded up to whole days, one at least.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SafetySettingsShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_site_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The site and how it treats streams. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SiteShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_site_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SiteShape"];
            };
        };
        responses: {
            /** @description The site and how it treats streams. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SiteShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_stripe_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The Stripe account, without its secrets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StripeShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_stripe_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StripeInput"];
            };
        };
        responses: {
            /** @description The Stripe account, without its secrets. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StripeShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    try_stripe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a test found, line by line. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TestReport"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_trial_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The same, with what trials need besides: the names of plans and of servers for them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialSettingsShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_trial_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TrialSettingsInput"];
            };
        };
        responses: {
            /** @description The same, with what trials need besides: the names of plans and of servers for them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrialSettingsShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_waitlist_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether people can wait for a seat, and how many hours one is kept for them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitlistSettingsShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_waitlist_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WaitlistSettingsShape"];
            };
        };
        responses: {
            /** @description Whether people can wait for a seat, and how many hours one is kept for them. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitlistSettingsShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_setup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether the site still awaits its first administrator. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupState"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    set_up: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FirstAdministrator"];
            };
        };
        responses: {
            /** @description Who is signed in, and the token that changing calls must send along. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_shares: {
        parameters: {
            query?: {
                cursor?: string | null;
                differing?: boolean;
                limit?: number;
                server_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of shares beside what should be; it may be short, and others may follow. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparedList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_sharing_scores: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sharing scores, the highest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SharingList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    show_now_playing: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What runs on all enabled servers, by name, as it was at `at`, so many seconds ago. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NowShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_users: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Users, newest first, or by name when searched. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    add_user: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserInput"];
            };
        };
        responses: {
            /** @description Everything about a user but the long lists. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDetail"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything about a user but the long lists. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDetail"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    change_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description Everything about a user but the long lists. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDetail"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_user_access: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description Why somebody has access or lacks it.
             *
             *         `verdict` is has, invited, under_way, blocked or lacks. `rules` come in the order in which they
             *         are asked, `candidates` are the servers as they were weighed.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_user_agreements: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A user's recurring agreements. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgreementList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_user_audit: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Changes, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_user_community: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a user has by us; roles that are `unsure` are being given or taken just now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommunityShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_user_decisions: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Decisions, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_user_downloads: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One person's downloads of this week, newest first, and how many there were before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserDownloads"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    invite_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call did what it says. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_user_jobs: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Jobs, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_user_ledger: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Lines, the newest first, and the credit that they all add up to, by currency. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserLedger"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_links: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The group in which somebody is, as master or linked user; none: in no group. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserLinks"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    link_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkInput"];
            };
        };
        responses: {
            /** @description The group in which somebody is, as master or linked user; none: in no group. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserLinks"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    unlink_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sub_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The group in which somebody is, as master or linked user; none: in no group. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserLinks"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preview_link: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkInput"];
            };
        };
        responses: {
            /** @description What would not fit if the two were linked, in sentences. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkPreview"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    merge_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeInput"];
            };
        };
        responses: {
            /** @description The job that merges the two. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergeOrder"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preview_merge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MergeInput"];
            };
        };
        responses: {
            /** @description What the merge would come to; nothing was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergePreview"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_user_payments: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Payments, the latest paid first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    preview_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What a run would do about access now; nothing was done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessPreview"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    reconcile_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The call did what it says. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_user_referrals: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description A user's part in referrals: the own code (empty until shown), who brought them, whom they
             *
             *         brought.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserReferrals"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    end_restraint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description A person's strikes that count, the newest first, and what holds because of them.
             *
             *         A strike counts for `window_hours`. What one look found is one strike.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StrikesShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_strikes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description A person's strikes that count, the newest first, and what holds because of them.
             *
             *         A strike counts for `window_hours`. What one look found is one strike.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StrikesShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    read_user_usage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A person's meter, None without a weekly allowance, and sharing score, None without one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_violations: {
        parameters: {
            query?: {
                appeal?: ("open" | "accepted" | "rejected") | null;
                carried_out?: boolean | null;
                cursor?: string | null;
                limit?: number;
                rule?: string | null;
                user_id?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Decisions, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    list_waitlist: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everybody in line, whoever joined first standing first; it comes whole. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitList"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    join_waitlist: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JoinInput"];
            };
        };
        responses: {
            /** @description The call did what it says. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Done"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    offer_seat_now: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                wait_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description Somebody who waits for a seat in a plan, at one location if they chose one.
             *
             *         `place` is among those who wait for the same plan, 1 being the first, and null once a seat is
             *         offered. An offer keeps a seat on `server_id` until `offer_until`; `order_id` is what was begun
             *         with it.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
    remove_from_waitlist: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                wait_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description Somebody who waits for a seat in a plan, at one location if they chose one.
             *
             *         `place` is among those who wait for the same plan, 1 being the first, and null once a seat is
             *         offered. An offer keeps a seat on `server_id` until `offer_until`; `order_id` is what was begun
             *         with it.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitShape"];
                };
            };
            /** @description What is wrong and what helps */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
        };
    };
}
