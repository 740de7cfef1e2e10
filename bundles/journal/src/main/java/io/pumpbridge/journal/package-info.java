/**
 * The durable event journal on SQLite.
 *
 * <p>{@link io.pumpbridge.journal.SqliteEventJournal} is the port. Events wait in an {@link
 * io.pumpbridge.journal.Intake}; one thread takes them out in batches and hands each batch to the
 * {@link io.pumpbridge.journal.Store}, which numbers, chains and seals them and commits them in one
 * transaction. Numbers live in a {@link io.pumpbridge.journal.Ledger} that is copied before and
 * replaced after a commit: a transaction that fails has consumed nothing.
 */
@NullMarked
package io.pumpbridge.journal;

import org.jspecify.annotations.NullMarked;
