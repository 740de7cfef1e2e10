/**
 * The durable event journal on SQLite.
 *
 * <p>{@link io.pumpbridge.journal.SqliteEventJournal} is the port. Events wait in an {@link
 * io.pumpbridge.journal.Intake}; the {@link io.pumpbridge.journal.JournalWriter} takes them out in
 * batches and hands each batch to the {@link io.pumpbridge.journal.BatchWriter}, which numbers,
 * chains and seals them and commits them in one transaction. Numbers live in a {@link
 * io.pumpbridge.journal.Ledger} that is copied before and replaced after a commit: a transaction
 * that fails has consumed nothing.
 *
 * <p>All go through the {@link io.pumpbridge.journal.Store}, which has the lock of the one {@link
 * io.pumpbridge.journal.OpenStore}: beside the writer, who reads records ({@link
 * io.pumpbridge.journal.RecordReader}), confirms them ({@link
 * io.pumpbridge.journal.Confirmations}), asks how a command was answered ({@link
 * io.pumpbridge.journal.Inbox}), or follows the audit lane ({@link
 * io.pumpbridge.journal.AuditReader}). The file itself is a {@link io.pumpbridge.journal.Database}
 * with a part for each of its tables.
 */
@NullMarked
package io.pumpbridge.journal;

import org.jspecify.annotations.NullMarked;
